// Drafts save themselves: a form with data-autosave="URL" is posted a few seconds after the last key, and when left.
// 200 {"version": 4, "saved_at": "10:32"}; 409 and 422 {"message": "…"}. The text stays on the page whatever happens,
// and nowhere else: nothing about a patient is kept in the browser's storage.
import { eachNew } from "./content.js";
import { csrfToken, text } from "./texts.js";

const PAUSE = 3_000;
const RETRY = 15_000;

function prepare(form) {
  const line = form.querySelector("[data-saved]") ?? document.createElement("span");
  let timer = null;
  let busy = null; // the saving under way
  let stopped = false;
  let saved = snapshot(form);

  const tell = (sentence, problem = false) => {
    line.textContent = sentence;
    line.classList.toggle("saved--problem", problem);
  };

  async function save() {
    clearTimeout(timer);
    const now = snapshot(form);
    if (busy || stopped || now === saved) return;
    tell(text("saving"));
    busy = send(now).catch(() => {
      tell(text("not-saved"), true);
      timer = setTimeout(save, RETRY);
    });
    await busy;
    busy = null;
    form.dataset.unsaved = snapshot(form) === saved ? "" : "1";
    if (!stopped && form.dataset.unsaved && !line.classList.contains("saved--problem")) timer = setTimeout(save, PAUSE);
  }

  async function send(now) {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const body = isJson ? await answer.json() : {};
    if (answer.ok && isJson) {
      const version = form.querySelector('input[name="version"]');
      if (version && body.version !== undefined) version.value = body.version;
      saved = version ? now.replace(/(^|&)version=[^&]*/, `$1version=${version.value}`) : now;
      tell(`${text("saved")} ${body.saved_at ?? ""}`);
      document.dispatchEvent(new Event("remissvakt:contact"));
    } else if (answer.status === 409 || answer.status === 422) {
      // Somebody else has the newer version, or the text cannot be kept as it is: asking again would not help.
      stopped = answer.status === 409;
      tell(body.message || text("not-saved"), true);
    } else {
      throw new Error("not saved");
    }
  }

  form.addEventListener("input", () => {
    form.dataset.unsaved = "1";
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  // On the way to a button of the form the button itself saves.
  form.addEventListener("focusout", (event) => {
    if (!event.relatedTarget?.matches?.('button[type="submit"]')) save();
  });
  form.addEventListener("submit", (event) => {
    stopped = true;
    clearTimeout(timer);
    if (!busy) return;
    // A saving under way changes the version that the form must carry: wait for it, or one comes before oneself.
    event.preventDefault();
    busy.finally(() => form.requestSubmit(event.submitter));
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
}

function snapshot(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

eachNew("form[data-autosave]", prepare);
