// Native dialogs: data-dialog="id" opens one in place of following the link or sending the form; menus close by Esc.
export function openDialog(dialog) {
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener && openDialog(document.getElementById(opener.dataset.dialog))) event.preventDefault();
  event.target.closest("[data-dialog-close]")?.closest("dialog").close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
