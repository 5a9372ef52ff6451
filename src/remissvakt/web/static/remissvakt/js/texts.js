// The sentences that scripts show, translated by the server in frame/dialogs.html.
export function text(name) {
  const holder = document.getElementById("script-texts");
  return holder?.content.querySelector(`[data-text="${name}"]`)?.textContent ?? "";
}

export function csrfToken() {
  return document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}
