// Put the parts of a freshly fetched page in place of the old ones, keeping focus and what stands open.

const controls = (root) => [...root.querySelectorAll("input, select, textarea, summary, button")];
const same = (a, b) => a.tagName === b.tagName && a.name === b.name && (a.type !== "checkbox" && a.type !== "radio" || a.value === b.value);

/** Replace the content of `old` by that of `fresh`; says so by the event "swapped". */
export function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && controls(old).filter((el) => same(el, focused)).indexOf(focused);
  const open = [...old.querySelectorAll("details")].map((el) => el.open);
  old.replaceChildren(...fresh.childNodes);
  old.querySelectorAll("details").forEach((el, i) => { if (i in open) el.open = open[i]; });
  old.dispatchEvent(new CustomEvent("swapped", { bubbles: true }));
  if (!focused) return;
  const found = controls(old).filter((el) => same(el, focused));
  // a choice that no longer exists hands the focus to the first of its group
  const next = found[place] ?? found[0] ?? controls(old).find((el) => el.name && el.name === focused.name);
  (next ?? old.closest("form")?.querySelector("summary, button"))?.focus({ preventScroll: true });
}

/** Set every control of a form as the address says: after Back and Forward the address is right, not the form. */
export function refill(form, params) {
  for (const el of form.elements) {
    if (!el.name) continue;
    const values = params.getAll(el.name);
    if (el.type === "checkbox" || el.type === "radio") el.checked = values.includes(el.value) || (el.type === "radio" && !el.value && !values.length);
    else if (el.tagName === "SELECT") for (const option of el.options) option.selected = values.length ? values.includes(option.value) : !option.value;
    else if (el.type !== "submit") el.value = values[0] ?? "";
  }
}
