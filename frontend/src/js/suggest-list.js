// The list of suggestions under a field: what it shows, which option is marked, whether it stands open.

const ROOM = 180; // px below the field, about four rows: with less, on a phone or enlarged, the field moves up
let lists = 0;

/** `choose` is given the suggestion that was pressed. The list is made when there is something to show. */
export function suggestions(input, choose) {
  let list, shown = [], marked = -1;

  function make() {
    list = Object.assign(document.createElement("ul"), { id: `suggest-${++lists}`, className: "suggest", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel ?? input.labels[0]?.textContent.trim() ?? "");
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) choose(shown[[...list.children].indexOf(option)]);
    });
    input.after(list);
    input.setAttribute("aria-controls", list.id);
  }

  function option({ text, group, lang }, i) {
    const row = Object.assign(document.createElement("li"), { id: `${list.id}-${i}` });
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const kind = Object.assign(document.createElement("small"), { textContent: group });
    if (lang) {
      row.lang = lang;
      kind.lang = document.documentElement.lang; // the kind is always in the language of the page
    }
    row.append(Object.assign(document.createElement("span"), { textContent: text }), " ", kind);
    return row;
  }

  function mark(i) {
    list.children[marked]?.setAttribute("aria-selected", "false");
    marked = i;
    const row = list.children[i];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    row ? input.setAttribute("aria-activedescendant", row.id) : input.removeAttribute("aria-activedescendant");
  }

  return {
    get open() { return !!list && !list.hidden; },
    get marked() { return this.open ? shown[marked] : undefined; },
    show(all) {
      if (!list) make();
      const opens = list.hidden;
      mark(-1);
      shown = all;
      list.replaceChildren(...all.map(option));
      list.scrollTop = 0;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const below = (visualViewport?.height ?? innerHeight) - input.getBoundingClientRect().bottom;
      if (opens && below < Math.min(ROOM, list.offsetHeight)) input.parentElement.scrollIntoView();
    },
    close() {
      if (!this.open) return;
      mark(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    },
    /** The next option or the one before; before the first and after the last is the field itself. */
    move(step) {
      const around = shown.length + 1;
      mark((marked + 1 + step + around) % around - 1);
    },
    unmark() { if (this.open) mark(-1); },
  };
}
