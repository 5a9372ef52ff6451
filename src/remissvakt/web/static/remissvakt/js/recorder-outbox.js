// What is on its way to the server, one after the other, asked again for ever until it is stored. It lies in the page's
// memory and nowhere else: no speech about a patient is kept in the browser's storage (S8).
import { csrfToken } from "./texts.js";

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 20_000;
const LONGEST_WAIT = 30_000;

export class Outbox {
  // `changed(state)` is told after each step: {unsent: ms of speech, jobs, trouble: "", "offline", "logged-out" or words}.
  constructor(changed) {
    this.changed = changed;
    this.jobs = [];
    this.trouble = "";
    this.busy = false;
    this.wake = null;
    addEventListener("online", () => this.wake?.());
  }

  // A job: {ms, request: () => [url, options], done: (body), refused: (status, body) => words, or "" to ask again}.
  put(job) {
    this.jobs.push(job);
    this.tell();
    this.run();
  }

  get unsent() {
    return this.jobs.reduce((sum, job) => sum + (job.ms ?? 0), 0);
  }

  get empty() {
    return this.jobs.length === 0;
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    let pause = FIRST_PAUSE;
    while (this.jobs.length) {
      const good = await this.attempt(this.jobs[0]);
      if (good) {
        this.jobs.shift();
        pause = FIRST_PAUSE;
        this.tell();
        continue;
      }
      this.tell();
      await this.rest(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    this.busy = false;
  }

  // Whether the job is done. Nothing is ever given up: what is refused is told, and asked again later.
  async attempt(job) {
    try {
      const [url, options] = job.request();
      const answer = await fetch(url, {
        method: "POST",
        ...options,
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...options.headers },
        signal: AbortSignal.timeout(LONGEST_WAIT),
      });
      if (answer.status === 401 || answer.status === 403) {
        this.trouble = (await renewToken()) ? "offline" : "logged-out";
        return false;
      }
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const body = isJson ? await answer.json() : {};
      if (answer.ok && isJson) {
        this.trouble = "";
        job.done(body);
        document.dispatchEvent(new Event("remissvakt:contact"));
        return true;
      }
      this.trouble = answer.status < 500 ? job.refused(answer.status, body) : "offline";
    } catch {
      this.trouble = "offline";
    }
    return false;
  }

  rest(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  tell() {
    this.changed({ unsent: this.unsent, jobs: this.jobs.length, trouble: this.trouble });
  }
}

// After a new login, in another tab, the token of this page no longer holds: a fresh page has the new one.
async function renewToken() {
  const answer = await fetch(location.href, { headers: { "X-Background": "1" } });
  if (!answer.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector('input[name="csrfmiddlewaretoken"]')?.value;
  if (!token) return false;
  for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = token;
  return true;
}
