// The button beside an address copies it. Without a script there is no button, and the address can be marked.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(".desk-partner [data-copy]")) {
    button.hidden = false
    const words = button.textContent
    button.addEventListener("click", async () => {
      const field = button.parentElement.querySelector("input")
      field.select()
      try {
        await navigator.clipboard.writeText(field.value)
      } catch {
        // Without https there is no clipboard; the old way copies what is selected.
        document.execCommand("copy")
      }
      button.textContent = button.dataset.copied
      setTimeout(() => { button.textContent = words }, 2000)
    })
  }
})
