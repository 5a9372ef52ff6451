// The microphone: asked for once, measured, and recorded from in takes.
const PART_MS = 2_000;
const LARGEST_PART = 1024 * 1024;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export class Microphone {
  // `lost()` is called when the system takes the microphone away.
  constructor(lost) {
    this.lost = lost;
    this.stream = null;
  }

  static get possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  }

  // Raises what the browser raises: NotAllowedError, NotFoundError …
  async open() {
    if (this.stream?.active) return;
    this.stream = await navigator.mediaDevices.getUserMedia({
      // As spoken: what cleans up a conversation swallows the ends of words.
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true },
    });
    for (const track of this.stream.getTracks()) track.addEventListener("ended", () => this.lost());
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.analyser.fftSize = 4096;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.context.createMediaStreamSource(this.stream).connect(this.analyser);
  }

  // The loudest of the last tenth of a second, on the scale of the waveform: 0–99.
  level() {
    this.analyser.getFloatTimeDomainData(this.samples);
    const loudest = this.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return Math.min(99, Math.round(99 * Math.sqrt(loudest)));
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.context?.close();
    this.stream = null;
  }

  // One take: `part(blob, untilMs)` for each piece as it comes, then `ended(durationMs)`.
  record({ part, ended }) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: 48_000 });
    let began = performance.now();
    let length = null;
    const elapsed = () => length ?? Math.round(performance.now() - began);
    recorder.addEventListener("start", () => { began = performance.now(); });
    recorder.addEventListener("dataavailable", ({ data }) => {
      for (let at = 0; at < data.size; at += LARGEST_PART) part(data.slice(at, at + LARGEST_PART), elapsed());
    });
    recorder.addEventListener("stop", () => {
      length ??= elapsed();
      ended(length);
    });
    recorder.start(PART_MS);
    return {
      type: recorder.mimeType.split(";")[0],
      elapsed,
      stop() {
        if (recorder.state === "inactive") return;
        length = elapsed();
        recorder.stop();
      },
    };
  }
}
