// In which order pieces of takes are heard; the same rules as speech/cuts.py, for what the server has not got yet.
// A cut is {take, from, to} in milliseconds; "take" is the take itself.
export function cutsOf(takes) {
  let cuts = [];
  for (const take of takes) {
    if (!take.duration) continue;
    const [before, rest] = split(cuts, take.at);
    const after = take.overwrites ? split(rest, take.duration)[1] : rest;
    cuts = [...before, { take, from: 0, to: take.duration }, ...after];
  }
  return cuts;
}

export const lengthOf = (cuts) => cuts.reduce((sum, cut) => sum + cut.to - cut.from, 0);

// The cut that is heard at a position, and where in it; past the end null.
export function locate(cuts, at) {
  let left = at;
  for (const [index, cut] of cuts.entries()) {
    if (left < cut.to - cut.from) return { index, offset: cut.from + left };
    left -= cut.to - cut.from;
  }
  return null;
}

// Loudness ten times a second, 0–99, of everything as it is heard.
export function peaksOf(cuts) {
  const peaks = [];
  for (const { take, from, to } of cuts) {
    for (let at = from; at < to; at += 100) peaks.push(take.peaks[Math.floor(at / 100)] ?? 0);
  }
  return peaks;
}

function split(cuts, at) {
  if (at === null) return [cuts, []];
  let left = at;
  for (const [index, cut] of cuts.entries()) {
    const length = cut.to - cut.from;
    if (left >= length) {
      left -= length;
      continue;
    }
    if (left === 0) return [cuts.slice(0, index), cuts.slice(index)];
    const middle = cut.from + left;
    return [
      [...cuts.slice(0, index), { ...cut, to: middle }],
      [{ ...cut, from: middle }, ...cuts.slice(index + 1)],
    ];
  }
  return [cuts, []];
}
