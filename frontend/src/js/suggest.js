// Suggestions while typing: ARIA's combobox with a listbox, chosen by hand. Whatever fails, the field stays a plain field.
import { sayer } from "./say.js";
import { suggestions } from "./suggest-list.js";

const LEAST = 2; // letters
const WAIT = 150; // ms without a key
// what an input method composes is not yet a word; but the keyboard of a phone composes every word
const unfinished = (event) => event.isComposing && !matchMedia("(pointer: coarse)").matches;

function combobox(input) {
  const list = suggestions(input, choose), say = sayer(input, "vh", 400);
  let timer, asked;

  function stop() {
    clearTimeout(timer);
    asked?.abort();
    timer = asked = undefined;
  }

  function close() {
    stop();
    list.close();
    say("");
  }

  async function ask(words) {
    const mine = asked = new AbortController();
    try {
      const url = new URL(input.dataset.suggest, location.href);
      url.searchParams.set("q", words);
      const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "application/json" } });
      const { suggestions: all, status } = await answer.json();
      if (mine !== asked) return;
      if (!answer.ok || !all.length) return close();
      asked = undefined;
      list.show(all);
      say(status);
    } catch {
      if (mine === asked) close();
    }
  }

  function typed(wait) {
    stop();
    const words = input.value.trim();
    if (words.length < LEAST) close();
    else timer = setTimeout(ask, wait, words);
  }

  function choose({ fill, text, url }) {
    close();
    if (!fill) return location.assign(url);
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close(); // the words are chosen, nothing more to suggest
    input.form?.requestSubmit();
  }

  function key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const down = event.key === "ArrowDown", busy = timer !== undefined || asked;
    if (down || event.key === "ArrowUp") {
      if (list.open && event.altKey && !down) close();
      else if (list.open) list.move(down ? 1 : -1);
      else if (down && input.value.trim().length >= LEAST) typed(0);
      else return;
      event.preventDefault();
    } else if (event.key === "Escape" && (list.open || busy || input.value)) {
      event.preventDefault();
      if (list.open || busy) return close();
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Enter" && list.marked) {
      event.preventDefault();
      choose(list.marked);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) list.unmark();
  }

  const has = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" };
  for (const [name, value] of Object.entries(has)) input.setAttribute(name, value);
  input.addEventListener("input", (event) => { if (!unfinished(event)) typed(WAIT); });
  input.addEventListener("compositionend", () => typed(WAIT));
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
  for (const event of ["popstate", "pagehide", "pageshow"]) addEventListener(event, close);
}

function find() {
  for (const input of document.querySelectorAll("input[type=search][data-suggest]:not([role])")) combobox(input);
}

document.addEventListener("swapped", find);
find();
