// A polite sentence for those who do not see what changed. The region is made with the first sentence and filled a moment later, so that it is noticed.

/** Returns a function that says a sentence after `wait` ms, or nothing any more; the region stands after `element`. */
export function sayer(element, className, wait = 50) {
  let region, timer;
  return (words) => {
    if (!region && !words) return;
    if (!region) {
      region = Object.assign(document.createElement("p"), { className });
      region.setAttribute("role", "status");
      element.after(region);
    }
    clearTimeout(timer);
    region.textContent = "";
    if (words) timer = setTimeout(() => { region.textContent = words; }, wait);
  };
}
