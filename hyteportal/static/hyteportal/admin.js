// Three helps, none of them needed: long lists are searched, a form is sent once, a running import is followed.
// A long list becomes a labelled text field with suggestions: the select keeps the answer, the field finds it.
"use strict";

let made = 0;

function enhance(select) {
  const query = JSON.parse(select.dataset.query);
  const input = document.createElement("input");
  const list = document.createElement("datalist");
  const chosen = document.createElement("ul");
  const hint = document.createElement("p");
  const found = new Map();
  let timer = 0;
  let asked = 0;

  made += 1;
  input.type = "text";
  input.autocomplete = "off";
  input.className = "vTextField";
  input.id = select.id;
  select.removeAttribute("id");
  list.id = `suggestions-${made}`;
  hint.id = `hint-${made}`;
  hint.className = "help";
  hint.textContent = select.dataset.hint;
  input.setAttribute("list", list.id);
  input.setAttribute("aria-describedby", [hint.id, select.getAttribute("aria-describedby")].filter(Boolean).join(" "));
  if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
  chosen.className = "chosen";
  select.hidden = true;
  select.after(...(select.multiple ? [chosen] : []), input, list, hint);

  function show() {
    if (!select.multiple) {
      const option = select.selectedOptions[0];
      input.value = option && option.value ? option.text : "";
      return;
    }
    chosen.replaceChildren(...[...select.selectedOptions].map((option) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const text = document.createElement("span");
      text.textContent = option.text;
      if (option.lang) text.lang = option.lang;
      button.type = "button";
      button.textContent = select.dataset.remove;
      button.setAttribute("aria-label", `${select.dataset.remove}: ${option.text}`);
      button.addEventListener("click", () => { option.remove(); show(); input.focus(); });
      item.append(text, button);
      return item;
    }));
    chosen.hidden = !chosen.children.length;
  }

  function take() {
    const id = found.get(input.value.trim());
    if (id === undefined) {
      if (!select.multiple && !input.value.trim()) select.value = "";
      return false;
    }
    if (![...select.options].some((option) => option.value === id)) select.add(new Option(input.value.trim(), id));
    [...select.options].find((option) => option.value === id).selected = true;
    if (select.multiple) input.value = "";
    show();
    return true;
  }

  async function suggest() {
    const turn = ++asked;
    const parameters = new URLSearchParams({ ...query, term: input.value });
    const answer = await fetch(`${select.dataset.url}?${parameters}`);
    if (!answer.ok || turn !== asked) return;
    const { results } = await answer.json();
    found.clear();
    for (const { id, text } of results) found.set(found.has(text) ? `${text} (${id})` : text, id);
    list.replaceChildren(...[...found.keys()].map((text) => Object.assign(document.createElement("option"), { value: text })));
  }

  input.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent) || event.inputType === "insertReplacementText") {
      if (take()) return;
    }
    clearTimeout(timer);
    timer = setTimeout(suggest, 150);
  });
  input.addEventListener("change", () => { take(); if (!select.multiple) show(); });
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); take(); } });
  show();
}

function enhanceAll(root) {
  for (const select of root.querySelectorAll("select.choice-search")) {
    if (!select.closest(".empty-form")) enhance(select);
  }
}

enhanceAll(document);
document.addEventListener("formset:added", (event) => enhanceAll(event.target));

// A second press while the first is on its way sends nothing.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}

// The page of a running import follows it, and says once, politely, when it has ended.
function follow(part) {
  const pause = Number(part.dataset.follow);

  function take(page, id) {
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  }

  async function look() {
    if (document.hidden) return true;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer) return true;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("run-now");
    if (!answer.ok || !now) return false;
    take(page, "run-now");
    if ("follow" in now.dataset) return true;
    const link = document.getElementById("run-refresh");
    if (link && link !== document.activeElement) link.parentElement.remove();
    take(page, "run-rest");
    document.getElementById("run-announced").textContent = document.getElementById("run-state").textContent;
    return false;
  }

  async function again() {
    if (await look()) setTimeout(again, pause);
  }
  setTimeout(again, pause);
}

for (const part of document.querySelectorAll("[data-follow]")) follow(part);
