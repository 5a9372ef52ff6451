// Leaving a page with text that is not saved asks first. Autosave clears the mark; sending the form does as well.
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-warn-unsaved]")) form.dataset.unsaved = "1";
});

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) delete event.target.dataset.unsaved;
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector('form[data-unsaved="1"]')) event.preventDefault();
});
