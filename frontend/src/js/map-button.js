// "Show map": fetches the script of the map and its style only when the reader asks for them.

let saying;
let shown; // {live, close} of the map that stands open

function reveal() {
  for (const hidden of document.querySelectorAll("[data-map] > p > button[hidden], [data-map] > p[hidden]")) hidden.hidden = false;
  if (!shown || shown.live.isConnected) return;
  shown.close?.(); // new results have taken the place of the old ones, and of the map
  shown = undefined;
  const live = document.querySelector("[data-map]");
  if (live) show(live);
}

function style(href) {
  return new Promise((done, failed) => {
    if (document.querySelector(`link[href="${href}"]`)) return done();
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done });
    link.onerror = () => { link.remove(); failed(new Error(href)); };
    document.head.append(link);
  });
}

/** The sentence for those who do not see the map: a status of its own, made when there is something to say. */
function say(live, words) {
  let status = live.querySelector("[role=status]");
  if (!status) {
    status = Object.assign(document.createElement("p"), { className: "map-status" });
    status.setAttribute("role", "status");
    live.querySelector("button").closest("p").after(status);
  }
  clearTimeout(saying); // what was about to be said is no longer so
  saying = setTimeout(() => { status.textContent = words; }, 50);
}

function set(live, open) {
  const button = live.querySelector("button"), words = button.querySelector("span");
  button.dataset.show ??= words.textContent;
  words.textContent = open ? button.dataset.hide : button.dataset.show;
  button.setAttribute("aria-expanded", open);
  live.querySelector(".map-view").hidden = !open;
  live.closest(".map-part").toggleAttribute("data-open", open);
}

async function show(live) {
  const mine = shown = { live };
  set(live, true);
  const slow = setTimeout(() => say(live, live.dataset.loading), 400);
  try {
    const [script] = await Promise.all([import(live.dataset.script), style(live.dataset.style)]);
    const close = await script.open(live.querySelector(".map-view"), live.dataset.map);
    if (shown === mine) mine.close = close;
    else close();
    clearTimeout(slow);
    if (live.querySelector("[role=status]")) say(live, "");
  } catch {
    clearTimeout(slow);
    if (shown !== mine) return;
    shown = undefined;
    set(live, false);
    say(live, live.dataset.failed);
  }
}

function hide(live) {
  shown?.close?.();
  shown = undefined;
  set(live, false);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-map] > p > button");
  if (button) (button.ariaExpanded === "true" ? hide : show)(button.closest("[data-map]"));
});
document.addEventListener("swapped", reveal);
reveal();
