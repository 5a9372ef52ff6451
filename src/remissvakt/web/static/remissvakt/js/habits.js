// Choosing a key: press it in its field, and its name stands there. Tab, Enter and deleting work as everywhere.
import { keyName } from "./dictation.js";

const USUAL = new Set(["Tab", "Shift+Tab", "Enter", "Escape", "Backspace", "Delete", "Control", "Alt", "Shift", "Meta", "Ctrl+Control", "Alt+Alt", "Shift+Shift"]);

document.addEventListener("keydown", (event) => {
  const field = event.target.closest?.("[data-key-field] input");
  if (!field) return;
  const name = keyName(event);
  if (USUAL.has(name) || (event.key.length === 1 && !event.ctrlKey && !event.altKey) || /^(?:Shift\+)?Arrow|Home|End/.test(name)) return;
  event.preventDefault();
  field.value = name;
});
