// The player of a dictation: keys and foot pedal while one types, speed without changed pitch, jump back on stop,
// waveform, unclear spots and phrases. Everything here is an extra: the sound has its own controls without it.
import { eachNew } from "./content.js";
import { csrfToken } from "./texts.js";
import { drawWave } from "./waveform.js";
import "./phrases.js";

const STEP = 5;
const SLOWEST = 0.5;
const FASTEST = 2;
const NOTE = 60;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// "Ctrl+Shift+F4": as the page where keys are chosen writes it.
export function keyName(event) {
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${key}`;
}

function prepare(player) {
  const audio = player.querySelector("[data-audio]");
  if (audio) listen(player, audio);
  player.addEventListener("click", (event) => settle(player, event));
}

function listen(player, audio) {
  const wave = player.querySelector("[data-wave]");
  const peaks = JSON.parse(wave.dataset.peaks);
  const keys = new Map(Object.entries(JSON.parse(player.dataset.keys)).filter(([, key]) => key).map(([act, key]) => [key, act]));
  const jump = Number(player.dataset.jumpBack) / 1000;
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(wave.dataset.duration) / 1000);
  for (const part of player.querySelectorAll("[data-needs-script]")) part.hidden = false;
  // The buttons below do all that the browser's own do, and more.
  audio.controls = false;
  const marks = player.querySelector("[data-do=unclear]") !== null;
  audio.preservesPitch = true;
  audio.defaultPlaybackRate = audio.playbackRate = Number(player.dataset.speed);

  const show = () => {
    player.querySelector("[data-position]").textContent = clock(audio.currentTime);
    player.querySelector("[data-speed-shown]").textContent = `${audio.playbackRate.toLocaleString("sv", { maximumFractionDigits: 2 })} ×`;
    const label = player.querySelector("[data-toggle-label]");
    label.textContent = audio.paused ? label.dataset.play : label.dataset.stop;
    drawWave(wave, { peaks, duration: length() * 1000, position: audio.currentTime * 1000 });
  };
  const go = (seconds) => { audio.currentTime = Math.min(Math.max(seconds, 0), length()); show(); };
  const stop = () => {
    if (audio.paused) return;
    audio.pause();
    go(audio.currentTime - jump);
  };
  const speed = (step) => {
    audio.playbackRate = Math.min(Math.max(Math.round((audio.playbackRate + step) * 20) / 20, SLOWEST), FASTEST);
    show();
  };
  const acts = {
    toggle: () => (audio.paused ? audio.play() : stop()),
    hold: () => audio.play(),
    back: () => go(audio.currentTime - STEP),
    forward: () => go(audio.currentTime + STEP),
    slower: () => speed(-0.1),
    faster: () => speed(0.1),
    unclear: () => marks && mark(player, Math.round(audio.currentTime * 1000)),
  };

  for (const name of ["timeupdate", "play", "pause", "ratechange", "loadedmetadata", "seeked"]) audio.addEventListener(name, show);
  wave.addEventListener("click", (event) => go((event.offsetX / wave.clientWidth) * length()));
  window.addEventListener("resize", show);
  player.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-play-at]");
    if (!button) return;
    if (button.dataset.do) acts[button.dataset.do]();
    else { go(Number(button.dataset.playAt) / 1000); audio.play(); }
  });
  // Before anything else hears of the key: it acts wherever one is, also while one types.
  document.addEventListener("keydown", (event) => {
    const act = keys.get(keyName(event));
    if (!act || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || act === "back" || act === "forward") acts[act]();
  }, true);
  document.addEventListener("keyup", (event) => {
    if (keys.get(keyName(event)) === "hold") { event.preventDefault(); stop(); }
  }, true);
  show();
}

// What stands last before the caret says where in the text the spot is.
function beforeCaret() {
  const field = document.activeElement;
  if (!field?.matches?.("[data-typing] textarea, [data-typing] input[type=text]")) return "";
  const said = field.value.slice(0, field.selectionStart).replace(/\s+/g, " ").trim();
  return said.length > NOTE ? `… ${said.slice(-NOTE)} …` : said && `${said} …`;
}

async function mark(player, at) {
  const says = player.querySelector("[data-player-says]");
  const answer = await post(player.dataset.markUrl, { at_ms: at, note: beforeCaret(), spot_id: crypto.randomUUID() });
  if (!answer) return;
  const list = player.querySelector("[data-spots]");
  list.insertAdjacentHTML("beforeend", answer.html);
  player.querySelector("[data-spots-box]").hidden = false;
  says.textContent = answer.at;
}

async function settle(player, event) {
  const button = event.target.closest("[data-settle]");
  if (!button) return;
  event.preventDefault();
  const answer = await post(button.dataset.settle, {});
  if (!answer) return;
  const spot = button.closest("[data-spot]");
  spot.classList.add("spot--settled");
  const done = document.createElement("span");
  done.className = "spot__done";
  done.textContent = button.querySelector("span").textContent.toLowerCase();
  button.replaceWith(done);
  spot.querySelector("[data-play-at]")?.focus();
}

async function post(url, fields) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    });
    const body = await answer.json();
    if (answer.ok) return body;
    const { say } = await import("./status.js");
    say(body.message, "warning");
  } catch {
    const { say } = await import("./status.js");
    const { text } = await import("./texts.js");
    say(text("offline"), "warning");
  }
  return null;
}

eachNew("[data-player]", prepare);
