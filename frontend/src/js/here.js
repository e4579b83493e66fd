// What was typed in a form of work is not lost when the session ends meanwhile: before it is sent the page asks whether
// the same person is still signed in, else it stays as it is and says what to do. Typing counts as being there.

const OFTEN = 300_000; // ms between two questions while somebody types

for (const form of document.querySelectorAll("form[data-here]")) {
  const over = form.querySelector("[data-over]"), offline = form.querySelector("[data-offline]");
  let asked = Date.now(), running = false, sure = false;

  /** Whether the form may go. Its token may have changed: whoever signed in anew got another. */
  async function mine() {
    asked = Date.now();
    const answer = await fetch(form.dataset.here, { redirect: "manual" });
    if (answer.type === "opaqueredirect") return false;
    if (!answer.ok) return true; // the server says itself what is wrong
    const now = await answer.json();
    if (now.who !== form.dataset.who) return false;
    form.elements.csrfmiddlewaretoken.value = now.token;
    return true;
  }

  async function check() {
    let note = null;
    try {
      if (!await mine()) note = over;
    } catch {
      note = offline;
    }
    for (const one of [over, offline]) one.hidden = one !== note;
    return note;
  }

  form.addEventListener("input", () => { if (Date.now() - asked > OFTEN) check(); });
  form.addEventListener("submit", async (event) => {
    if (sure) return;
    event.preventDefault();
    if (running) return;
    running = true;
    const note = await check();
    running = false;
    if (note) { note.focus(); return; }
    sure = true;
    form.requestSubmit(event.submitter);
  });
  addEventListener("pageshow", () => { sure = false; });
}
