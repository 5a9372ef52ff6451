// The pages of a paper: zoom, going from page to page, and moving about by dragging. Its keys act while it is in focus.
import { eachNew } from "./content.js";

const STEPS = [0, 50, 75, 100, 150, 200, 300]; // 0 is the whole width; the others are per cent of the picture

function prepare(viewer) {
  const pages = viewer.querySelector("[data-viewer-pages]");
  if (!pages) return;
  const sheets = [...pages.querySelectorAll("[data-sheet]")];
  const fit = viewer.querySelector('[data-zoom="0"]');
  let zoom = 0;

  // How large the pages stand now, in per cent: where + and − go on from.
  const shown = () => {
    const picture = sheets[0].querySelector("img");
    return zoom || (100 * picture.getBoundingClientRect().width) / picture.width_ || 100;
  };

  function setZoom(wanted) {
    const at = pages.scrollHeight ? (pages.scrollTop + pages.clientHeight / 3) / pages.scrollHeight : 0;
    zoom = wanted;
    pages.classList.toggle("is-zoomed", zoom > 0);
    for (const sheet of sheets) {
      const picture = sheet.querySelector("img");
      picture.style.width = zoom ? `${(picture.width_ * zoom) / 100}px` : "";
    }
    pages.classList.toggle("is-wide", pages.scrollWidth > pages.clientWidth + 1);
    pages.scrollTop = at * pages.scrollHeight - pages.clientHeight / 3;
    fit.textContent = zoom ? `${zoom} %` : fit.dataset.fitLabel;
  }

  function step(direction) {
    const now = shown();
    const larger = STEPS.filter((one) => one > now + 2);
    const smaller = STEPS.filter((one) => one && one < now - 2);
    if (direction > 0 && larger.length) setZoom(larger[0]);
    if (direction < 0) setZoom(smaller.at(-1) ?? 0);
  }

  const present = () => {
    const edge = pages.getBoundingClientRect().top + pages.clientHeight / 3;
    const before = sheets.filter((sheet) => sheet.getBoundingClientRect().top <= edge);
    return Math.max(before.length - 1, 0);
  };

  function goTo(number) {
    const sheet = sheets[Math.min(Math.max(number, 0), sheets.length - 1)];
    pages.scrollTop += sheet.getBoundingClientRect().top - pages.getBoundingClientRect().top - 8;
  }

  function tellPlace() {
    const place = viewer.querySelector("[data-viewer-place]");
    const now = present();
    const current = sheets[now].dataset.sheet;
    for (const link of viewer.querySelectorAll("[data-to-sheet]")) {
      if (link.dataset.toSheet === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const words = place?.textContent.replace(/\d+/, now + 1);
    if (place && words !== place.textContent) place.textContent = words;
  }

  for (const sheet of sheets) {
    const picture = sheet.querySelector("img");
    picture.width_ = Number(picture.getAttribute("width"));
  }
  viewer.querySelector("[data-viewer-bar]").hidden = false;
  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom], [data-turn], [data-to-sheet]");
    if (!button) return;
    if (button.dataset.zoom === "0") setZoom(zoom ? 0 : 100);
    else if (button.dataset.zoom) step(button.dataset.zoom === "+" ? 1 : -1);
    else if (button.dataset.turn) goTo(present() + Number(button.dataset.turn));
    else {
      event.preventDefault();
      goTo(sheets.findIndex((sheet) => sheet.dataset.sheet === button.dataset.toSheet));
    }
  });
  pages.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== pages) return;
    const wide = pages.classList.contains("is-wide");
    const letters = document.body.dataset.letters !== "off";
    if (letters && (event.key === "+" || event.key === "=")) step(1);
    else if (letters && event.key === "-") step(-1);
    else if (letters && event.key === "0") setZoom(0);
    else if (event.key === "PageDown" || (event.key === "ArrowRight" && !wide)) goTo(present() + 1);
    else if (event.key === "PageUp" || (event.key === "ArrowLeft" && !wide)) goTo(present() - 1);
    else return;
    event.preventDefault();
  });

  let from = null;
  pages.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType !== "mouse" || !event.target.matches("img")) return;
    from = { x: event.clientX, y: event.clientY, left: pages.scrollLeft, top: pages.scrollTop };
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    pages.classList.add("is-dragging");
    pages.scrollLeft = from.left - (event.clientX - from.x);
    pages.scrollTop = from.top - (event.clientY - from.y);
  });
  addEventListener("pointerup", () => {
    from = null;
    pages.classList.remove("is-dragging");
  });

  let told = 0;
  pages.addEventListener("scroll", () => {
    cancelAnimationFrame(told);
    told = requestAnimationFrame(tellPlace);
  });
}

eachNew("[data-viewer]", prepare);

// Where paper and work lie side by side, one begins to type at once; where they do not, the paper is seen first.
const first = document.querySelector("[data-begin-here] input:not([type=hidden])");
if (first && matchMedia("(min-width: 64rem)").matches && !document.querySelector(".error-summary")) first.focus({ preventScroll: true });
