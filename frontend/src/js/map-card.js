// What opens at a mark: the places there, and the same cards as in the list; links alone until those have come.

const CLOSE = '<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6 6l12 12M18 6L6 18"/></svg>';
let count = 0;

function make(tag, text, lang) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (lang) element.lang = lang;
  return element;
}

function links(services) {
  const list = Object.assign(make("ul"), { className: "map-links" });
  for (const { name, url, lang } of services) {
    const link = Object.assign(make("a", name, lang), { href: url }), item = make("li");
    item.append(link);
    list.append(item);
  }
  return list;
}

async function fill(holder, address, box) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of page.querySelectorAll("[id]")) one.removeAttribute("id"); // the list beside the map has them
    const focused = holder.contains(document.activeElement);
    holder.replaceChildren(...page.body.childNodes);
    if (focused) box.focus({ preventScroll: true });
  } catch { /* the links stay */ }
}

/** A dialog that is not modal; `close` and `resize` are the map's. */
export function card(features, words, { close, resize }) {
  const box = make("div"), head = make("div"), button = make("button");
  Object.assign(box, { className: "map-card", tabIndex: -1 });
  box.setAttribute("role", "dialog");
  head.className = "map-card-head";
  Object.assign(button, { type: "button", className: "map-close", innerHTML: CLOSE });
  button.setAttribute("aria-label", words.close);
  button.addEventListener("click", close);
  features.forEach(({ properties }, number) => {
    const title = Object.assign(make("h3", properties.name, properties.lang), { id: `map-card-${count += 1}` });
    const holder = Object.assign(make("div"), { className: "map-services" });
    if (number) box.append(title);
    else {
      box.setAttribute("aria-labelledby", title.id);
      head.append(title, button);
      box.append(head);
    }
    if (properties.accuracy !== "exact") box.append(Object.assign(make("p", properties.accuracy === "approximate" ? words.approximate : words.in_municipality), { className: "soft small" }));
    if (!properties.cards) return;
    holder.append(links(properties.services));
    box.append(holder);
    fill(holder, properties.cards, box).then(resize);
  });
  return box;
}
