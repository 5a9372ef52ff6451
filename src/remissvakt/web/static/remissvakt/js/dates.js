// A typed day is read back in full while it is typed: GET data-read-url?text=… answers plain text (422: what is wrong).
const WAIT = 250;
const waiting = new WeakMap();

async function readBack(input) {
  const output = document.getElementById(`${input.id}-reading`);
  const typed = input.value.trim();
  if (!typed) {
    output.textContent = "";
    return;
  }
  const address = new URL(input.dataset.readUrl, location.href);
  address.searchParams.set("text", typed);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/plain" } });
    const words = await answer.text();
    // A slow answer to what has been changed since says nothing any more.
    if (input.value.trim() !== typed || (!answer.ok && answer.status !== 422)) return;
    output.textContent = words;
    output.classList.toggle("date__reading--wrong", !answer.ok);
  } catch {
    output.textContent = "";
  }
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-read-url]")) return;
  clearTimeout(waiting.get(event.target));
  waiting.set(event.target, setTimeout(readBack, WAIT, event.target));
});
