// Live results: fetch the page the form would have led to and show its results here. Any failure: go there instead.
import { forget } from "./fields.js";
import { height, keepOpen, opened } from "./standing.js";
import { refill, swap } from "./swap.js";

const form = document.querySelector("form[data-live]");
const results = document.querySelector("[data-results]");
const status = document.querySelector("[data-results-status]");
const here = () => location.pathname + location.search;
let shown = here();
let running;

/** The address the form leads to, without empty fields. */
function address(submitter) {
  const url = new URL(form.getAttribute("action") ?? "", location.href);
  url.search = new URLSearchParams([...new FormData(form, submitter)].filter(([, value]) => value !== ""));
  url.hash = "";
  return url;
}

async function show(url, { back = false, fill = false, focus = false } = {}) {
  running?.abort();
  const mine = running = new AbortController();
  const slow = setTimeout(() => { status.textContent = status.dataset.loading; }, 400);
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-results]");
    if (!answer.ok || answer.redirected || !fresh) throw new Error("not a page of results");
    if (!back) height.keep(shown);
    if (!back && url.pathname + url.search !== here()) history.pushState(opened(form), "", url);
    shown = here();
    document.title = page.title;
    if (fill) refill(form, url.searchParams);
    const inside = results.contains(document.activeElement);
    swap(results, fresh);
    for (const name of ["data-facets", "data-sync"]) {
      const parts = page.querySelectorAll(`[${name}]`);
      document.querySelectorAll(`[${name}]`).forEach((old, i) => { if (parts[i]) swap(old, parts[i]); });
    }
    document.querySelectorAll("a[data-sync-href]").forEach((old, i) => { old.href = page.querySelectorAll("a[data-sync-href]")[i]?.getAttribute("href") ?? old.href; });
    status.textContent = "";
    status.textContent = page.querySelector("[data-results-status]")?.textContent ?? "";
    if (back) height.restore(shown);
    if (focus || inside) document.querySelector("[data-results-heading]")?.focus({ preventScroll: !focus });
  } catch {
    if (mine !== running) return;
    status.textContent = "";
    if (!mine.signal.aborted) back ? location.reload() : location.assign(url);
  } finally {
    clearTimeout(slow);
    if (mine === running) {
      running = undefined;
      results.removeAttribute("aria-busy");
    }
  }
}

function start() {
  keepOpen(form);
  // other words are not meant to the letter just because these were
  form.elements.namedItem("q")?.addEventListener("input", () => forget(form, "exactly"));
  document.querySelectorAll("[data-live-hint]").forEach((el) => { el.hidden = false; });
  document.addEventListener("change", ({ target }) => {
    if (target.form === form && target.matches("select, [type=checkbox], [type=radio]")) show(address());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(address(event.submitter), { focus: true });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-live-link]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(new URL(link.href), { fill: true, focus: true });
  });
  addEventListener("popstate", () => {
    if (here() !== shown || running) show(new URL(location.href), { back: true, fill: true });
  });
  // a page that comes back from history may carry the browser's memory of the form, or a request cut short
  addEventListener("pageshow", (event) => {
    if (event.persisted || performance.getEntriesByType("navigation")[0]?.type !== "navigate") refill(form, new URLSearchParams(location.search));
  });
  addEventListener("scroll", () => { if (!running) height.keep(shown); }, { passive: true });
  addEventListener("pagehide", () => running?.abort());
}

if (form && results && status) start();
