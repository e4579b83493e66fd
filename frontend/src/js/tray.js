// The tray's buttons without leaving the page: the same form is sent, the button and the count in the head change, and
// a sentence says so. Whatever fails, the form is sent as it would be without script.
import { sayer } from "./say.js";

const head = () => document.querySelector("[data-tray]");
const buttons = (root, key) => [...root.querySelectorAll("button[form=tray][name=key]")].filter((one) => one.value === key);
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
let say, running;

/** Put the fresh button in place of every one with this key; the focus stays where it was. */
function put(key, fresh) {
  for (const old of buttons(document, key)) {
    const holder = old.closest(".tray-button"), focused = holder.contains(document.activeElement);
    const made = document.importNode(fresh, true);
    holder.replaceWith(made);
    if (focused) (made.querySelector("button") ?? made).focus({ preventScroll: true });
  }
}

async function press(form, button) {
  const address = button.getAttribute("formaction") ?? head().dataset.add;
  const body = new URLSearchParams({ [button.name]: button.value });
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("refused");
    const { button: fresh, link, said } = await answer.json();
    put(button.value, parsed(fresh).querySelector(".tray-button"));
    head()?.replaceWith(parsed(link).querySelector("[data-tray]"));
    say(said);
  } catch {
    if (!form) return location.assign(head().href);
    form.dataset.plain = "";
    form.requestSubmit(button);
  } finally {
    running = false;
  }
}

// a card that the map brought may stand on a page that has no form for it
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[form=tray]"), form = button?.form;
  if (!button || !head() || form && "plain" in form.dataset) return;
  event.preventDefault();
  say ??= sayer(document.querySelector(".tools") ?? document.body.lastElementChild, "vh");
  if (running) return;
  running = true;
  press(form, button);
});

// a page that comes back from history may show the tray as it was
addEventListener("pageshow", async ({ persisted }) => {
  if (!persisted || !head()) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => {});
  if (!answer?.ok) return;
  const page = parsed(await answer.text());
  head().replaceWith(page.querySelector("[data-tray]") ?? head());
  for (const one of page.querySelectorAll("button[form=tray][name=key]")) put(one.value, one.closest(".tray-button"));
});

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("[role=status]");
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    said.textContent = "";
    setTimeout(() => { said.textContent = button.dataset.copied; }, 100);
  });
}
