// A page made for paper opens the print dialog by itself.
import "./print-button.js";
addEventListener("load", () => window.print(), { once: true });
