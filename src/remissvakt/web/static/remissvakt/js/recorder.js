// The recorder: speak, pause, listen, insert, speak over; every part is sent as it comes.
import { csrfToken } from "./texts.js";
import { cutsOf, lengthOf, peaksOf } from "./recorder-cuts.js";
import { Microphone } from "./recorder-microphone.js";
import { Outbox } from "./recorder-outbox.js";
import { Player } from "./recorder-player.js";
import { clock, Screen } from "./recorder-screen.js";

const TICK = 100;
const STEP = 5_000;
const POLL = 2_000;
const SILENCE = 30; // tenths of a second without a sound, and somebody should look at the microphone

class Recorder {
  constructor(root) {
    const state = JSON.parse(root.dataset.state);
    this.urls = root.dataset;
    this.version = state.version;
    this.takes = state.takes;
    this.position = 0;
    this.mode = "resting"; // resting, asking, recording, playing, leaving
    this.screen = new Screen(root, {
      record: () => this.record({ at: null, overwrites: false }),
      insert: () => this.record({ at: this.position, overwrites: false }),
      overwrite: () => this.record({ at: this.position, overwrites: true }),
      pause: () => this.pause(),
      play: () => this.play(),
      move: (ms) => this.move(ms),
      step: (steps) => this.move(this.position + steps * STEP),
      finish: (form) => this.finish(form),
    });
    this.microphone = new Microphone(() => this.pause("lost"));
    this.player = new Player({
      moved: (ms) => { this.position = ms; this.draw(); },
      stopped: () => { this.mode = "resting"; this.draw(); },
    });
    this.outbox = new Outbox((sending) => { this.sending = sending; this.draw(); });
    this.sending = { unsent: 0, jobs: 0, trouble: "" };
    this.position = this.length;
    if (!Microphone.possible) this.screen.say("no-recorder");
    this.watch();
    this.draw();
  }

  get cuts() {
    return cutsOf(this.take ? [...this.takes, this.take] : this.takes);
  }

  get length() {
    return lengthOf(this.cuts);
  }

  // Takes of other days or devices are played as the server has made them: until then one can only go on at the end.
  get unheard() {
    return this.takes.some((take) => !take.sound && !take.heard);
  }

  async record({ at, overwrites }) {
    if (this.mode === "playing") this.player.pause();
    if (this.mode !== "resting" && this.mode !== "playing") return;
    this.mode = "asking";
    this.draw();
    try {
      await this.microphone.open();
    } catch (error) {
      this.mode = "resting";
      this.screen.say({ NotAllowedError: "denied", NotFoundError: "no-microphone" }[error.name] ?? "microphone-failed");
      this.draw();
      return;
    }
    const past = at !== null && at >= this.length;
    const take = {
      id: crypto.randomUUID(), at: past ? null : at, overwrites: overwrites && !past, duration: 0, peaks: [], sound: "", heard: true,
    };
    const chunks = [];
    let sentUntil = 0;
    this.take = take;
    this.start = at === null ? this.length : at;
    this.lock = await navigator.wakeLock?.request("screen").catch(() => null);
    this.running = this.microphone.record({
      part: (blob, until) => {
        this.sendPart(take, chunks.length, blob, until, until - sentUntil);
        chunks.push(blob);
        sentUntil = until;
      },
      ended: (duration) => this.ended(take, chunks, duration),
    });
    this.sendBegin(take, this.running.type);
    this.mode = "recording";
    this.screen.say(overwrites ? "overwriting" : at === null ? "recording" : "inserting");
    this.timer = setInterval(() => this.tick(), TICK);
    this.draw();
  }

  tick() {
    const { take } = this;
    const level = this.microphone.level();
    take.duration = this.running.elapsed();
    while (take.peaks.length < take.duration / 100) take.peaks.push(level);
    this.position = this.start + take.duration;
    const last = take.peaks.slice(-SILENCE);
    if (last.length === SILENCE && Math.max(...last) < 3) this.screen.say("silent");
    this.screen.level(level);
    document.dispatchEvent(new Event("remissvakt:contact"));
    this.draw();
  }

  pause(why = "paused") {
    if (this.mode === "playing") {
      this.player.pause();
      this.mode = "resting";
      this.draw();
    } else if (this.mode === "recording") {
      clearInterval(this.timer);
      this.why = why;
      this.running.stop();
    }
  }

  ended(take, chunks, duration) {
    clearInterval(this.timer);
    this.lock?.release().catch(() => {});
    take.duration = duration;
    take.sound = URL.createObjectURL(new Blob(chunks, { type: this.running.type }));
    this.position = this.start + duration;
    this.takes.push(take);
    this.take = null;
    this.mode = "resting";
    this.sendStop(take, chunks.length, duration);
    this.screen.level(0);
    this.screen.say(this.why ?? "lost", { length: clock(this.length) });
    this.why = null;
    this.draw();
    this.whenEnded?.();
  }

  play() {
    if (this.mode === "playing") return this.pause();
    if (this.mode !== "resting" || !this.length || this.unheard) return;
    this.mode = "playing";
    this.screen.say("playing");
    this.player.play(this.cuts, this.position >= this.length - 50 ? 0 : this.position);
    this.draw();
  }

  move(ms) {
    if (this.mode === "recording" || this.mode === "asking") return;
    const playing = this.mode === "playing";
    this.position = Math.round(Math.min(Math.max(0, ms), this.length));
    if (playing) this.player.play(this.cuts, this.position);
    this.draw();
  }

  // What is sent

  sendBegin(take, type) {
    this.outbox.put({
      request: () => {
        const said = { take_id: take.id, media_type: type };
        if (take.at !== null) said.at_ms = Math.round(take.at);
        if (take.overwrites) said.overwrites = "1";
        if (!take.changed) said.version = this.version;
        return [this.urls.takesUrl, { body: new URLSearchParams(said) }];
      },
      done: (body) => { this.version = body.version; },
      refused: (status, body) => {
        if (body.code !== "recording_changed") return body.message || "refused";
        // Somebody, perhaps oneself on another device, has spoken in it meanwhile: nothing is lost, it comes last.
        Object.assign(take, { at: null, overwrites: false, changed: true });
        this.screen.say("changed");
        return "";
      },
    });
  }

  sendPart(take, number, blob, until, ms) {
    const url = `${this.urls.takesUrl}${take.id}/delar/${number}/?till=${until}`;
    this.outbox.put({
      ms,
      request: () => [url, { body: blob, headers: { "Content-Type": blob.type || "application/octet-stream" } }],
      done: () => {},
      refused: (status, body) => body.message || "refused",
    });
  }

  sendStop(take, parts, duration) {
    this.outbox.put({
      request: () => [`${this.urls.takesUrl}${take.id}/stopp/`, { body: new URLSearchParams({ parts, duration_ms: duration }) }],
      done: (body) => {
        this.version = body.version;
        if (take.changed) this.changedElsewhere = true;
      },
      refused: (status, body) => body.message || "refused",
    });
  }

  // What others do, and leaving

  watch() {
    addEventListener("beforeunload", (event) => {
      if (this.mode === "recording" || (!this.outbox.empty && this.mode !== "gone")) event.preventDefault();
    });
    setInterval(async () => {
      if (this.mode !== "resting" || !this.outbox.empty || !(this.unheard || this.changedElsewhere)) return;
      const answer = await fetch(this.urls.stateUrl, { headers: { "X-Background": "1" } }).catch(() => null);
      if (!answer?.ok || this.mode !== "resting" || !this.outbox.empty) return;
      this.adopt(await answer.json());
    }, POLL);
  }

  adopt(state) {
    const own = new Map(this.takes.map((take) => [take.id, take]));
    this.takes = state.takes.map((take) => {
      const known = own.get(take.id);
      return known?.sound ? { ...take, sound: known.sound, peaks: known.peaks, duration: known.duration } : take;
    });
    this.version = state.version;
    this.changedElsewhere = false;
    this.position = this.length;
    this.draw();
  }

  // Klar: the last part first, then the form.
  async finish(form) {
    if (this.mode === "leaving") return;
    if (this.mode === "recording") {
      const ended = new Promise((done) => { this.whenEnded = done; });
      this.pause();
      await ended;
    }
    this.player.pause();
    this.mode = "leaving";
    this.screen.say("leaving");
    this.draw();
    while (!this.outbox.empty) await new Promise((done) => { setTimeout(done, TICK); });
    form.querySelector('input[name="version"]').value = this.version;
    form.querySelector('input[name="csrfmiddlewaretoken"]').value = csrfToken();
    this.microphone.close();
    this.mode = "gone";
    form.submit();
  }

  draw() {
    const { cuts } = this;
    this.screen.show({
      mode: this.mode,
      position: this.position,
      length: lengthOf(cuts),
      peaks: peaksOf(cuts),
      unheard: this.unheard,
      sending: this.sending,
      possible: Microphone.possible,
    });
  }
}

const root = document.querySelector("[data-recorder]");
if (root) new Recorder(root);
