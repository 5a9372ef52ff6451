// Keys: j k and the arrows move in the list, a letter does what its button says, / searches, g goes, ? explains.
// Letters act only in the focused list; all single keys can be switched off (WCAG 2.1.4).
import { openDialog } from "./dialog.js";
import { say } from "./status.js";
import { text } from "./texts.js";

let awaitingList = false;

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const lettersOn = () => document.body.dataset.letters !== "off";

function move(list, step) {
  const rows = [...list.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement.closest("li")?.querySelector("[data-row]"));
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// A letter must never act on another patient than the one that is in sight: the focused row has to be the open one.
function act(list, key) {
  const button = document.querySelector(`[data-actions] [data-key="${CSS.escape(key)}"]`);
  if (!button) return false;
  const row = document.activeElement.closest("li")?.querySelector("[data-row]");
  if (row?.getAttribute("aria-current") !== "true") say(text("open-first"), "warning");
  else button.click();
  return true;
}

// Nothing is in focus on a page that has just come: j and k begin at the open row, or at the first.
function enter() {
  if (document.activeElement !== document.body && document.activeElement?.id !== "main") return false;
  const row = document.querySelector("[data-list] [data-row][aria-current]") ?? document.querySelector("[data-list] [data-row]");
  row?.focus();
  return Boolean(row);
}

function goTo(key) {
  awaitingList = false;
  document.querySelector(`[data-go="${CSS.escape(key)}"]`)?.click();
}

function onKey(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || !(target instanceof Element)) return;
  if (document.querySelector("dialog[open]")) return;
  const list = target.closest("[data-list]");
  let used = false;
  if (list && (key === "ArrowDown" || key === "ArrowUp")) {
    move(list, key === "ArrowDown" ? 1 : -1);
    used = true;
  } else if (typing(target) && target.type !== "checkbox") {
    return;
  } else if (lettersOn() && key.length === 1 && key !== " ") {
    used = single(key, list);
  }
  if (used) event.preventDefault();
}

function single(key, list) {
  if (awaitingList) {
    goTo(key);
    return true;
  }
  if (key === "/") {
    document.getElementById("search")?.focus();
    return true;
  }
  if (key === "?") return openDialog(document.getElementById("keys"));
  if (key === "g") {
    awaitingList = true;
    setTimeout(() => { awaitingList = false; }, 1500);
    return true;
  }
  if (key === "j" || key === "k") {
    if (list) move(list, key === "j" ? 1 : -1);
    return list ? true : enter();
  }
  return list ? act(list, key) : false;
}

document.addEventListener("keydown", onKey);
