// Fields that nobody sees but the search needs.

/** The hidden field of a form by its name; made when the page has none, among those that follow the address. */
export function hidden(form, name) {
  const place = form.querySelector("[data-sync]") ?? form;
  return form.elements.namedItem(name) ?? place.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
}

/** Empty the fields of these names, where the form has them. */
export function forget(form, ...names) {
  for (const name of names) if (form.elements.namedItem(name)) form.elements.namedItem(name).value = "";
}
