// The pages of a test answer a sent form and are kept by no cache, so Back and Reload of the browser would ask whether to
// send the form once more. Instead the entry in the browser's history remembers what the page's own form carries, as it
// does with any sent form: the sealed field, which only the portal reads and only for half an hour, and what is chosen on
// this one page. No storage, no cookie. The page is asked for again with it.
const main = document.querySelector("main");

/** What the form of the page holds now: its sealed field, the question and what is chosen. */
const held = (form) => [...new FormData(form)].map(([name, value]) => [name, String(value)]);
const remember = (form) => history.replaceState({ ...history.state, test: held(form) }, "");

function mark() {
  const form = main.querySelector("input[name=state]")?.form;
  if (form) remember(form);
  return form;
}

async function again(fields) {
  const body = new URLSearchParams(fields);
  body.set("do", body.has("at") ? "stay" : "result");
  const answer = await fetch(location.pathname, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = page.querySelectorAll("[data-sync]");
  document.title = page.title;
  main.replaceChildren(...page.querySelector("main").childNodes);
  document.querySelectorAll("[data-sync]").forEach((old, i) => { if (parts[i]) old.replaceChildren(...parts[i].childNodes); });
  for (const button of main.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  mark();
}

if (main && !mark() && history.state?.test && main.querySelector("[data-test]")) {
  again(history.state.test).catch(() => {}); // the page before the test stays, and one can begin anew
}
main?.addEventListener("submit", ({ target }) => {
  if (target.elements.namedItem("state")) remember(target);
});
