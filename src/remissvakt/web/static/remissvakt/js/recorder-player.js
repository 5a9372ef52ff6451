// Plays cuts of several takes as one speech, from any place: a sound element for each take, one after the other.
import { locate } from "./recorder-cuts.js";

const TICK = 20;

export class Player {
  // `moved(ms)` while it plays, `stopped()` at the end or when something cannot be played.
  constructor({ moved, stopped }) {
    this.moved = moved;
    this.stopped = stopped;
    this.elements = new Map();
    this.timer = null;
  }

  get playing() {
    return this.timer !== null;
  }

  async play(cuts, at) {
    this.pause();
    const found = locate(cuts, at) ?? locate(cuts, 0);
    if (!found) return this.stopped();
    this.cuts = cuts;
    this.timer = setInterval(() => this.tick(), TICK);
    await this.start(found.index, found.offset);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.current?.pause();
    this.current = null;
  }

  async start(index, offset) {
    const cut = this.cuts[index];
    this.index = index;
    this.before = this.cuts.slice(0, index).reduce((sum, one) => sum + one.to - one.from, 0);
    const run = this.timer;
    this.current = null;
    try {
      const element = await this.ready(cut.take);
      if (this.timer !== run) return;
      await seek(element, offset);
      if (this.timer !== run) return;
      this.current = element;
      await element.play();
    } catch (error) {
      // Play that was paused at once is no fault.
      if (this.timer === run && error.name !== "AbortError") this.finish();
    }
  }

  tick() {
    const element = this.current;
    if (!element) return;
    const cut = this.cuts[this.index];
    const at = element.currentTime * 1000;
    if (element.ended || at >= cut.to) {
      element.pause();
      if (this.index + 1 < this.cuts.length) this.start(this.index + 1, this.cuts[this.index + 1].from);
      else {
        this.moved(this.before + cut.to - cut.from);
        this.finish();
      }
      return;
    }
    this.moved(this.before + Math.max(0, at - cut.from));
  }

  finish() {
    this.pause();
    this.stopped();
  }

  async ready(take) {
    const known = this.elements.get(take.id);
    if (known?.source === take.sound) return known.element;
    const element = new Audio();
    element.preload = "auto";
    element.src = take.sound;
    await until(element, "loadedmetadata", () => element.readyState >= 1);
    // What was just recorded does not say how long it is, and cannot be searched until it has been looked through.
    if (element.duration === Infinity) {
      element.currentTime = 1e7;
      await until(element, "durationchange", () => element.duration !== Infinity);
    }
    this.elements.set(take.id, { element, source: take.sound });
    return element;
  }
}

async function seek(element, ms) {
  if (Math.abs(element.currentTime * 1000 - ms) < 5) return;
  element.currentTime = ms / 1000;
  await until(element, "seeked", () => !element.seeking);
}

function until(element, event, already) {
  return new Promise((done, failed) => {
    if (already()) return done();
    const check = () => {
      if (!already()) return;
      element.removeEventListener(event, check);
      done();
    };
    element.addEventListener(event, check);
    element.addEventListener("error", () => failed(new Error("unplayable")), { once: true });
  });
}
