// How many characters are left in a text with a limit. Nothing is cut: too much is only said.
import { eachNew } from "./content.js";
import { text } from "./texts.js";

function show(area) {
  const line = document.getElementById(`${area.id}-left`);
  // Code points, as the server counts, and a line break as one.
  const left = Number(area.dataset.max) - [...area.value].length;
  line.textContent = `${Math.abs(left).toLocaleString("sv")} ${text(left < 0 ? "too-long" : "left")}`;
  line.classList.toggle("field__count--over", left < 0);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[data-max]")) show(event.target);
});
eachNew("textarea[data-max]", (area) => { if (area.value) show(area); });
