// A second way to the preview, beside the buttons that are always in view.
document.addEventListener("DOMContentLoaded", () => {
  const link = document.querySelector("[data-preview-link]")
  const save = document.querySelector("#submit-row [name=_save]")
  if (!link || !save) return
  const copy = link.cloneNode(true)
  copy.classList.add("desk-preview-beside")
  save.after(copy)
})

// Share links are made and ended without leaving the article: what is typed in its form stays.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-shares]")
  if (!place) return
  if (location.hash === "#desk-shares") place.closest("details").open = true

  const ready = () => {
    for (const button of place.querySelectorAll("[data-copy]")) button.hidden = false
  }
  ready()

  const copy = async (button) => {
    const field = button.parentElement.querySelector("input")
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      // Without https there is no clipboard; the old way copies what is selected.
      document.execCommand("copy")
    }
    const before = button.textContent
    button.textContent = button.dataset.copied
    setTimeout(() => (button.textContent = before), 2000)
  }
  place.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]")
    if (button) copy(button)
  })
  place.addEventListener("submit", async (event) => {
    event.preventDefault()
    const form = event.target
    for (const button of form.querySelectorAll("button")) button.disabled = true
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "shares" } })
      if ((!answer.ok && answer.status !== 422) || answer.redirected) throw new Error(answer.status)
      const fresh = document.createElement("template")
      fresh.innerHTML = await answer.text()
      place.replaceChildren(fresh.content)
      ready()
      const made = form.matches(".desk-share-form") && answer.ok
      place.querySelector(made ? "[data-copy]" : "#share-note")?.focus()
    } catch {
      const line = document.createElement("p")
      line.className = "desk-share-refused"
      line.setAttribute("role", "alert")
      line.textContent = place.dataset.failed
      place.prepend(line)
      for (const button of form.querySelectorAll("button")) button.disabled = false
    }
  })
})
