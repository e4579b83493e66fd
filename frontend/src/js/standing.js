// What the address does not say about a page of results: how far down the reader was, and which boxes stood open.

const heights = new Map(); // by address, while the page lives; after a reload the browser itself knows

export const height = {
  keep: (address) => heights.set(address, scrollY),
  restore: (address) => { if (heights.has(address)) scrollTo(0, heights.get(address)); },
};

const boxes = (form) => [...form.querySelectorAll("details")];

/** For the entry of the history: survives Reload, and Back from another page. */
export const opened = (form) => ({ open: boxes(form).map((box) => box.open) });

/** Open what this entry of the history remembers, and remember from now on. */
export function keepOpen(form) {
  boxes(form).forEach((box, i) => { box.open = history.state?.open?.[i] ?? box.open; });
  form.addEventListener("toggle", () => history.replaceState(opened(form), ""), { capture: true });
}
