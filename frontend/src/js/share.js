// Print and share buttons: hidden in the page, shown here, because without script they could do nothing.

function reveal(button, act) {
  button.hidden = false;
  button.closest("li[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", act);
}

for (const button of document.querySelectorAll("[data-print]")) reveal(button, () => window.print());

async function share({ currentTarget: button }) {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
  if (navigator.share) {
    try {
      return await navigator.share({ title: document.title, url });
    } catch (error) {
      if (error.name === "AbortError") return;
    }
  }
  await navigator.clipboard.writeText(url);
  const said = button.parentElement.querySelector("[role=status]");
  if (!said) return;
  said.textContent = "";
  setTimeout(() => { said.textContent = button.dataset.copied; }, 100);
}

if (navigator.share || navigator.clipboard) for (const button of document.querySelectorAll("[data-share]")) reveal(button, share);
