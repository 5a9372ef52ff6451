import { eachNew } from "./content.js";

// The row that is open is marked where it stands; rows never move. "Alla" ticks every row for a bulk action.
const openRow = (link) => {
  for (const row of link.closest("[data-list]").querySelectorAll("[data-row]")) {
    if (row === link) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  link.closest("[data-split]")?.classList.add("split--open");
};

document.addEventListener("htmx:after:swap", (event) => {
  const source = event.detail?.ctx?.sourceElement;
  if (!source?.matches?.("[data-row]") || event.detail.ctx.response.status >= 400) return;
  openRow(source);
  // Where the list gives way to the detail, the focus goes along; beside each other it stays in the list.
  if (source.offsetParent === null) document.getElementById("detail")?.focus();
});

function prepareBulk(form) {
  const all = form.querySelector("[data-bulk-all]");
  const boxes = () => [...document.querySelectorAll(`input[name="item"][form="${CSS.escape(form.id)}"]`)];
  if (!all) return;
  all.hidden = false;
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
    form.dataset.chosen = chosen;
  };
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "item") show();
  });
}

eachNew("[data-bulk]", prepareBulk);
