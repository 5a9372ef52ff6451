// Says so two minutes before one is logged out for doing nothing, and lets one stay. The server decides; this only warns.
import { openDialog } from "./dialog.js";

const WARN_BEFORE = 120;
const { idleSeconds, keepaliveUrl } = document.body.dataset;
const limit = Number(idleSeconds);
const tabs = new BroadcastChannel("remissvakt-contact");
let lastContact = Date.now();

// Work in one tab keeps all tabs: they share one session.
function contact() {
  lastContact = Date.now();
  tabs.postMessage(lastContact);
}

function check() {
  const left = limit - (Date.now() - lastContact) / 1000;
  const dialog = document.getElementById("idle");
  if (left <= 0) location.reload();
  else if (left <= WARN_BEFORE) {
    dialog.querySelector("[data-idle-left]").textContent = Math.max(1, Math.ceil(left / 60));
    openDialog(dialog);
  } else if (dialog.open) dialog.close();
}

async function stay() {
  const answer = await fetch(keepaliveUrl, { headers: { Accept: "application/json" } });
  if (answer.ok && !answer.redirected) contact();
  else location.reload();
}

if (limit > 0) {
  setInterval(check, 10_000);
  contact();
  tabs.addEventListener("message", (event) => { lastContact = Math.max(lastContact, event.data); });
  document.addEventListener("htmx:after:request", contact);
  document.addEventListener("remissvakt:contact", contact);
  document.getElementById("idle")?.addEventListener("close", () => stay());
}
