// Files dropped on the page, or chosen: sent one by one, each with its own bar. Without scripts the form sends them all.
import { csrfToken } from "./texts.js";

const AT_ONCE = 2;
const form = document.querySelector("[data-upload]");
const list = document.querySelector("[data-uploads]");
const row = document.querySelector("[data-upload-row]");
const texts = document.querySelector("[data-upload-texts]");
const input = form.querySelector('input[type="file"]');
const queue = [];
let busy = 0;
let count = 0;

const text = (name) => texts.content.querySelector(`[data-text="${name}"]`).textContent;

function add(file) {
  const line = row.content.firstElementChild.cloneNode(true);
  line.querySelector(".upload__name").textContent = file.name;
  const one = { file, line, number: count++ };
  list.append(line);
  if (file.size > Number(form.dataset.tooLarge)) finish(one, false, text("too-large"));
  else {
    say(one, text("waiting"));
    queue.push(one);
  }
}

function say(one, words, url = "") {
  const place = one.line.querySelector(".upload__words");
  place.textContent = words;
  if (!url) return;
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text("open");
  place.append(" ", link);
}

function finish(one, done, words, url) {
  one.line.classList.add(done ? "upload--done" : "upload--refused");
  one.line.querySelector("progress")?.remove();
  say(one, words, url);
}

function send(one) {
  busy += 1;
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("batch", form.elements.batch.value);
  body.append("number", String(one.number));
  body.append("file", one.file);
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.responseType = "json";
  const bar = one.line.querySelector("progress");
  say(one, text("sending"));
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    say(one, text("kept"));
  });
  request.addEventListener("loadend", () => {
    busy -= 1;
    const answer = request.response;
    if (answer?.words) finish(one, answer.done, answer.words, answer.url);
    else finish(one, false, text("no-contact"));
    document.dispatchEvent(new Event("remissvakt:contact"));
    document.body.dispatchEvent(new Event("uploaded", { bubbles: true }));
    next();
  });
  request.send(body);
}

function next() {
  while (busy < AT_ONCE && queue.length) send(queue.shift());
}

function take(files) {
  for (const file of files) add(file);
  next();
}

input.addEventListener("change", () => {
  take(input.files);
  input.value = "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  take(input.files);
  input.value = "";
});
// Chosen files go at once: the button is for pages without scripts.
form.querySelector("[data-upload-button]").hidden = true;
form.querySelector("[data-drop-words]").hidden = false;

// A file that lands beside the frame must not take the page away.
let over = 0;
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragenter", (event) => { if (carriesFiles(event)) form.classList.toggle("is-over", ++over > 0); });
addEventListener("dragleave", (event) => { if (carriesFiles(event)) form.classList.toggle("is-over", --over > 0); });
addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  over = 0;
  form.classList.remove("is-over");
  take(event.dataTransfer.files);
});
addEventListener("beforeunload", (event) => { if (busy || queue.length) event.preventDefault(); });
