// Fields that nobody sees but the search needs.

/** The hidden field of a form by its name; made when the page has none. */
export function hidden(form, name) {
  return form.elements.namedItem(name) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
}
