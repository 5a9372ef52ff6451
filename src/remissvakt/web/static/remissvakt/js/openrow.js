// A page that comes with a row open: the row is in sight and in focus, so that the keys go on from there.
const row = document.querySelector("[data-list] [data-row][aria-current]");
if (row && document.activeElement === document.body && !location.hash) {
  // On a narrow screen the list has given way to the detail.
  const target = row.offsetParent === null ? document.getElementById("detail") : row;
  target?.focus({ preventScroll: true });
  if (target === row) row.scrollIntoView({ block: "nearest" });
}
