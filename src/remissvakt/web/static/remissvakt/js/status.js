// What was done is said aloud: a live region speaks only when it changes, so the messages of a fresh page are put back.
const region = document.getElementById("status");

export function say(sentence, level = "done") {
  if (!region) return;
  const box = document.createElement("div");
  box.className = `message message--${level}`;
  const line = document.createElement("p");
  line.textContent = sentence;
  box.append(line);
  region.replaceChildren(box);
}

const fresh = region ? [...region.childNodes] : [];
if (region?.querySelector("[data-message]")) {
  setTimeout(() => {
    // Something newer may have been said in the meantime.
    if (region.firstChild === fresh[0]) region.replaceChildren(...fresh);
  }, 150);
}
