// Buttons that copy what stands beside them, where the browser lets them.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copied]")) {
    const words = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copied);
      } catch {
        return;
      }
      button.textContent = button.dataset.done;
      setTimeout(() => { button.innerHTML = words; }, 2000);
    });
  }
}
