// The pages of a scan: keys and dragging on top of the form. The form does everything without this too.
import { csrfToken } from "./texts.js";

const place = () => document.querySelector("[data-pages]");
const cards = () => [...place().querySelectorAll("[data-page]")];
const boxOf = (card) => card.querySelector('input[name="page"]');
const cardOf = (element) => element.closest?.("[data-page]");
const sheaves = () => [...place().querySelectorAll("[data-sheaf]")];
let busy = false;

// What is marked; with nothing marked, the page that has the focus.
function chosen(card) {
  const marked = cards().filter((one) => boxOf(one).checked);
  return marked.length && (!card || marked.includes(card)) ? marked : [card].filter(Boolean);
}

async function act(pages, values) {
  if (busy || !pages.length) return;
  busy = true;
  const form = place();
  const body = new URLSearchParams();
  for (const field of form.querySelectorAll('input[type="hidden"]')) body.append(field.name, field.value);
  for (const page of pages) body.append("page", page.dataset.page);
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  const focus = pages[0].dataset.page;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-pages]");
    if (!fresh || answer.redirected === false && answer.ok) location.reload();
    else {
      // The forms that join papers stand after the pages, and carry versions too.
      document.querySelectorAll('form[id^="merge-"]').forEach((one) => one.remove());
      form.replaceWith(document.adoptNode(fresh), ...[...page.querySelectorAll('form[id^="merge-"]')].map((one) => document.adoptNode(one)));
      prepare();
      (place().querySelector(".error-summary") ?? document.getElementById(`page-${focus}`))?.focus();
      document.dispatchEvent(new Event("remissvakt:contact"));
    }
  } catch {
    location.reload();
  } finally {
    busy = false;
  }
}

function moveBeside(card, step) {
  const own = card.closest("[data-sheaf]");
  const all = sheaves();
  const to = own ? all[all.indexOf(own) + step] : null;
  if (!to) return;
  const values = { do: "move", to: to.dataset.sheaf };
  // Back to the paper before goes last there, on to the next one goes first.
  if (step > 0) values.position = "1";
  act(chosen(card), values);
}

document.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  if (!card || event.ctrlKey || event.altKey || event.metaKey || !place()?.contains(card)) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const letters = document.body.dataset.letters !== "off";
  if (step && event.shiftKey) moveBeside(card, step);
  else if (step) {
    const all = cards();
    boxOf(all[Math.min(Math.max(all.indexOf(card) + step, 0), all.length - 1)]).focus();
  } else if (letters && event.key === "r") act(chosen(card), { do: "turn" });
  else if (letters && event.key === "n") act(chosen(card), { do: "new" });
  else return;
  event.preventDefault();
  // The keys of lists are not meant here.
  event.stopImmediatePropagation();
}, true);

let dragged = null;
document.addEventListener("dragstart", (event) => {
  const card = cardOf(event.target);
  if (!card) return;
  dragged = chosen(card);
  for (const one of dragged) one.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  const fresh = place().querySelector("[data-sheaf-new]");
  if (fresh) fresh.hidden = false;
});

const unmark = () => document.querySelectorAll(".is-over, .is-before").forEach((one) => one.classList.remove("is-over", "is-before"));

document.addEventListener("dragover", (event) => {
  const target = dragged && event.target.closest?.("[data-sheaf], [data-sheaf-new]");
  if (!target) return;
  event.preventDefault();
  unmark();
  target.classList.add("is-over");
  cardOf(event.target)?.classList.add("is-before");
});
document.addEventListener("drop", (event) => {
  const target = dragged && event.target.closest?.("[data-sheaf], [data-sheaf-new]");
  if (!target) return;
  event.preventDefault();
  const pages = dragged;
  if (target.matches("[data-sheaf-new]")) act(pages, { do: "new" });
  else {
    const before = cardOf(event.target);
    const values = { do: "move", to: target.dataset.sheaf };
    if (before && !pages.includes(before)) values.position = placeOf(before, pages);
    if (before !== pages[0]) act(pages, values);
  }
});
document.addEventListener("dragend", () => {
  unmark();
  for (const one of dragged ?? []) one.classList.remove("is-dragged");
  dragged = null;
  const fresh = place()?.querySelector("[data-sheaf-new]");
  if (fresh) fresh.hidden = true;
});

// Its number among those that stay: pages that are taken away before it do not count.
function placeOf(before, pages) {
  const stay = [...before.parentElement.children].filter((one) => !pages.includes(one));
  return String(stay.indexOf(before) + 1);
}

function prepare() {
  const hint = document.querySelector("[data-page-keys]");
  if (hint) hint.hidden = false;
}
prepare();
