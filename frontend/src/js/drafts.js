// A draft keeps itself: a moment after typing its form is sent in the background and the page says when. Without script
// the buttons do it. What cannot be saved now stays on the page and is tried again with the next change.

const WAIT = 1500; // ms after the last key
const LONGEST = 10_000; // ms for one save

for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-saved]"), note = form.querySelector("[data-activity]");
  let timer, running, again, waiting, leaving;

  async function send() {
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(LONGEST),
      });
      if (!answer.ok || answer.redirected) throw new Error("not saved");
      const kept = await answer.json();
      if (leaving) return;
      said.textContent = kept.said;
      if (form.getAttribute("action") !== kept.action) {
        form.setAttribute("action", kept.action);
        history.replaceState(history.state, "", kept.action);
      }
      if (note && kept.activity !== undefined) {
        note.hidden = !kept.activity;
        note.lastElementChild.textContent = kept.activity;
      }
    } catch {
      if (!leaving) said.textContent = form.dataset.offline;
    }
  }

  async function save() {
    if (leaving) return;
    if (running) { again = true; return; }
    running = send();
    await running;
    running = null;
    if (again) { again = false; save(); }
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(save, WAIT); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    again = false;
    if (!running) { leaving = true; return; }
    event.preventDefault(); // the save on its way arrives first: later it would write older words over these
    if (waiting) return;
    waiting = true;
    await running;
    setTimeout(() => { waiting = false; form.requestSubmit(event.submitter); }); // when the save has been noted
  });
  addEventListener("pagehide", () => { leaving = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { leaving = false; });
}

// Whom the consent names: only the receivers of the municipality that was chosen.
for (const chosen of document.querySelectorAll("select[name=municipality]")) {
  const receivers = document.querySelectorAll("[data-towns]");
  const show = () => {
    for (const one of receivers) one.hidden = Boolean(chosen.value) && !one.dataset.towns.split(" ").includes(chosen.value);
  };
  if (receivers.length) { chosen.addEventListener("change", show); show(); }
}
