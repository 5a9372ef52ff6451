// Fresh numbers, without moving a row: the counts of the menu, and "2 nya" above a list. Asks once a minute, only in sight.
const EVERY = 60_000;

async function fetchJson(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json", "X-Background": "1" } });
  return answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json") ? answer.json() : null;
}

// {"nodes": {"mine:watch": {"count": 12, "overdue": 3}}}
async function refreshCounts(address) {
  const answer = await fetchJson(address);
  for (const [key, { count, overdue }] of Object.entries(answer?.nodes ?? {})) {
    const node = document.querySelector(`[data-node="${CSS.escape(key)}"]`);
    if (!node) continue;
    node.classList.toggle("node--zero", count === 0);
    node.querySelector("[data-count]").textContent = count.toLocaleString("sv");
    node.querySelector("[data-overdue-count]").textContent = overdue.toLocaleString("sv");
    node.querySelector("[data-overdue]").hidden = overdue === 0;
  }
}

// {"new": 2, "label": "2 nya"}
async function refreshNew(link) {
  const address = new URL(link.dataset.newUrl, location.href);
  address.searchParams.set("newest", link.dataset.newest);
  const answer = await fetchJson(address);
  if (!answer) return;
  link.hidden = !answer.new;
  link.querySelector("[data-new-label]").textContent = answer.label;
}

async function refresh() {
  if (document.hidden) return;
  const { countsUrl } = document.body.dataset;
  try {
    if (countsUrl) await refreshCounts(countsUrl);
    for (const link of document.querySelectorAll("[data-new-url]")) await refreshNew(link);
  } catch {
    // Out of reach for a moment: the old numbers stand, and the next minute asks again.
  }
}

if (document.body.dataset.countsUrl || document.querySelector("[data-new-url]")) setInterval(refresh, EVERY);
