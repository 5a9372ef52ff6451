// Prepares each matching element once: those of the page, and those that htmx brings later.
const prepared = new WeakSet();

export function eachNew(selector, prepare) {
  const run = () => {
    for (const element of document.querySelectorAll(selector)) {
      if (prepared.has(element)) continue;
      prepared.add(element);
      prepare(element);
    }
  };
  run();
  document.addEventListener("htmx:after:swap", run);
}
