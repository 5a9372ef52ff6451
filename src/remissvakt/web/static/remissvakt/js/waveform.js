// Draws how loud a recording is, and how far one has come in it. Colours come from the canvas's own CSS.
const BAR = 3;

// `peaks`: 0–99, ten a second; `duration` and `position` in milliseconds.
export function drawWave(canvas, { peaks, duration, position }) {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const style = getComputedStyle(canvas);
  const paint = canvas.getContext("2d");
  paint.setTransform(scale, 0, 0, scale, 0, 0);
  paint.clearRect(0, 0, width, height);
  const bars = Math.floor(width / BAR);
  const reached = duration ? (position / duration) * width : 0;
  for (let bar = 0; bar < bars; bar += 1) {
    const from = Math.floor((bar / bars) * peaks.length);
    const to = Math.max(from + 1, Math.floor(((bar + 1) / bars) * peaks.length));
    let loudest = 0;
    for (let at = from; at < to && at < peaks.length; at += 1) loudest = Math.max(loudest, peaks[at]);
    const tall = Math.max(1, (loudest / 99) * (height - 2));
    paint.fillStyle = bar * BAR < reached ? style.color : style.borderTopColor;
    paint.fillRect(bar * BAR, (height - tall) / 2, BAR - 1, tall);
  }
  if (duration) {
    paint.fillStyle = style.outlineColor;
    paint.fillRect(Math.min(width - 2, Math.max(0, reached - 1)), 0, 2, height);
  }
}
