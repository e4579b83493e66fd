// "Near me": the browser is asked where it is when the button is pressed, and only then. What the search is told is
// rounded to two decimals, about a kilometre; nothing is kept.
import { forget, hidden } from "./fields.js";
import { sayer } from "./say.js";

const PATIENCE = 10_000; // ms, from the moment the reader allowed it

function nearMe(button) {
  const { form } = button, where = form.elements.namedItem("where");
  const say = sayer(button, "near-status");
  let pressed;

  function search({ coords }) {
    hidden(form, "near").value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
    hidden(form, "sort").value = "near";
    if (where) where.value = "";
    say("");
    form.requestSubmit();
  }

  button.addEventListener("click", () => {
    const mine = pressed = {};
    const answered = (act) => (answer) => { if (mine === pressed) act(answer); };
    say(button.dataset.asking);
    navigator.geolocation.getCurrentPosition(
      answered(search),
      answered(({ code }) => say(code === 1 ? button.dataset.refused : button.dataset.failed)),
      { timeout: PATIENCE, maximumAge: 0 },
    );
  });
  // a place that is typed takes the place of the position
  where?.addEventListener("input", () => {
    pressed = undefined;
    forget(form, "near");
    say("");
  });
  // the live search sets its fields from the address; elsewhere the browser would remember a position after Back
  if (!form.matches("[data-live]")) addEventListener("pageshow", () => forget(form, "near", "sort"));
  button.hidden = false;
}

if (isSecureContext && navigator.geolocation) for (const button of document.querySelectorAll("button[data-near]")) if (button.form) nearMe(button);
