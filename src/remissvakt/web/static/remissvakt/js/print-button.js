// A button that opens the print dialog; without scripts it is not there, and one prints the page as any other.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
