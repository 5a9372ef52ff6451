// What the recorder shows and what is pressed. It decides nothing.
import { drawWave } from "./waveform.js";

export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export class Screen {
  constructor(root, does) {
    this.root = root;
    this.does = does;
    this.said = "";
    const one = (name) => root.querySelector(`[data-${name}]`);
    this.parts = {
      said: one("said"), at: one("at"), length: one("length"), wave: one("wave"), level: one("level"),
      position: one("position"), saved: one("saved"), resting: one("resting"), running: one("running"), play: one("play"),
    };
    this.buttons = Object.fromEntries([...root.querySelectorAll("[data-do]")].map((button) => [button.dataset.do, button]));
    for (const [name, button] of Object.entries(this.buttons)) {
      button.addEventListener("click", () => (name === "back" ? does.step(-1) : name === "on" ? does.step(1) : does[name]()));
    }
    this.parts.position.addEventListener("input", () => does.move(Number(this.parts.position.value)));
    this.parts.wave.addEventListener("click", (event) => {
      does.move((event.offsetX / this.parts.wave.clientWidth) * Number(this.parts.position.max));
    });
    document.querySelector("[data-finish]")?.addEventListener("submit", (event) => {
      event.preventDefault();
      does.finish(event.target);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    addEventListener("resize", () => this.show(this.shown));
    root.hidden = false;
  }

  text(name) {
    return this.root.querySelector("template").content.querySelector(`[data-text="${name}"]`)?.textContent ?? "";
  }

  // Said aloud once, when it changes.
  say(name, values = {}) {
    let sentence = this.text(name);
    for (const [key, value] of Object.entries(values)) sentence = sentence.replace(`{${key}}`, value);
    if (sentence === this.said) return;
    this.said = sentence;
    this.parts.said.textContent = sentence;
  }

  level(level) {
    this.parts.level.style.width = `${level}%`;
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (document.body.dataset.letters === "off" || event.target.closest("a, button, summary, select, textarea, input:not([type=range])")) return;
    const running = !this.parts.running.hidden;
    const does = {
      " ": () => (running || this.shown.mode === "playing" ? this.does.pause() : this.does.record()),
      p: () => this.does.play(),
      i: () => this.press("insert"),
      o: () => this.press("overwrite"),
      ArrowLeft: () => this.does.step(-1),
      ArrowRight: () => this.does.step(1),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  press(name) {
    if (!this.buttons[name].disabled && this.parts.running.hidden) this.does[name]();
  }

  show(now) {
    this.shown = now;
    const { mode, position, length, peaks, unheard, sending, possible } = now;
    const { parts, buttons } = this;
    const recording = mode === "recording";
    const busy = mode === "asking" || mode === "leaving" || mode === "gone";
    const inside = length > 0 && position < length - 50;
    parts.at.textContent = clock(position);
    parts.length.textContent = clock(length);
    parts.position.max = String(Math.max(length, 1));
    parts.position.value = String(position);
    parts.position.disabled = recording || busy || !length;
    parts.position.setAttribute("aria-valuetext", `${clock(position)} ${this.text("of")} ${clock(length)}`);
    drawWave(parts.wave, { peaks, duration: length, position });
    this.swap(parts.running, parts.resting, recording);
    buttons.record.disabled = busy || !possible;
    buttons.record.querySelector("span").textContent = this.text(length ? "go-on" : "begin");
    for (const name of ["insert", "overwrite"]) buttons[name].disabled = busy || !possible || !inside || unheard;
    for (const name of ["play", "back", "on"]) buttons[name].disabled = busy || recording || !length || (name === "play" && unheard);
    buttons.play.querySelector("span").textContent = this.text(mode === "playing" ? "stop" : "listen");
    this.root.dataset.mode = mode;
    this.showSaved(sending, length, unheard);
  }

  // A button that takes another's place takes its focus too.
  swap(running, resting, recording) {
    if (running.hidden === !recording) return;
    const focused = running.contains(document.activeElement) || resting.contains(document.activeElement);
    running.hidden = !recording;
    resting.hidden = recording;
    if (focused) this.buttons[recording ? "pause" : "record"].focus();
  }

  showSaved({ unsent, jobs, trouble }, length, unheard) {
    const seconds = Math.ceil(unsent / 1000);
    let line = unheard ? this.text("reading-in") : length ? this.text("all-saved") : "";
    if (jobs) line = seconds > 2 || trouble ? this.text("unsaved").replace("{n}", seconds) : this.text("saving");
    if (trouble) line = `${this.text(trouble) || trouble} ${line}`;
    if (this.parts.saved.textContent !== line) this.parts.saved.textContent = line;
    this.parts.saved.classList.toggle("recorder__saved--problem", Boolean(trouble) || seconds > 6);
    if (trouble && trouble !== this.trouble) this.say(this.text(trouble) ? trouble : "refused");
    if (!trouble && this.trouble) this.say("back");
    this.trouble = trouble;
  }
}
