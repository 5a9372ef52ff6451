// A unit's phrases: the abbreviation and a space, or the Tab key, become what it stands for.
import { eachNew } from "./content.js";

const FIELDS = "textarea, input[type=text]";

function prepare(list) {
  const form = list.closest("form");
  const phrases = new Map();
  for (const row of list.children) phrases.set(row.querySelector("dt").textContent.toLowerCase(), row.querySelector("dd").textContent);
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches(FIELDS) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key !== " " && event.key !== "Tab") return;
    const at = field.selectionStart;
    if (at !== field.selectionEnd) return;
    const short = /\S+$/.exec(field.value.slice(0, at))?.[0] ?? "";
    const said = phrases.get(short.toLowerCase());
    if (said === undefined) return;
    event.preventDefault();
    field.setSelectionRange(at - short.length, at);
    const typed = `${said}${event.key === " " ? " " : ""}`;
    // The old command keeps the browser's undo; where it is gone the text is put in all the same.
    if (!document.execCommand?.("insertText", false, typed)) {
      field.setRangeText(typed, at - short.length, at, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

eachNew("[data-phrases]", prepare);
