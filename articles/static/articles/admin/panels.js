// Panels of the writing page: one with a mistake stands open and is reached from the summary; the others
// stay as the person left them, by browser.
document.addEventListener("DOMContentLoaded", () => {
  for (const panel of document.querySelectorAll("[popover][data-open]")) {
    panel.showPopover()
    panel.querySelector("input, textarea")?.focus()
    // Said in the panel, and above the form: not a third time.
    document.querySelector(".desk-submit-error")?.remove()
  }

  const KEY = "desk-panels"
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {}
  } catch {
    // Kept by no browser that refuses; every panel stands as the page has it.
  }
  for (const fold of document.querySelectorAll("details[data-panel]")) {
    const name = fold.dataset.panel
    if (typeof kept[name] === "boolean" && !fold.hasAttribute("data-has-errors")) fold.open = kept[name]
    fold.querySelector("summary").addEventListener("click", () => {
      // Before the browser has turned it.
      kept[name] = !fold.open
      try {
        localStorage.setItem(KEY, JSON.stringify(kept))
      } catch {
        // As above.
      }
    })
  }

  // The field of a mistake: in a panel, in a popover, or behind an editor or a list that hides the real one.
  const goTo = (id) => {
    const target = document.getElementById(id)
    if (!target) return
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
    target.closest("[popover]")?.showPopover?.()
    const shown =
      target.closest(".prose-editor")?.querySelector(".ProseMirror") ??
      (target.matches(".select2-hidden-accessible") ? target.parentElement.querySelector(".select2-selection") : target)
    shown.scrollIntoView({ block: "center" })
    shown.focus({ preventScroll: true })
  }
  const summary = document.querySelector("[data-errors]")
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']")
    if (!link) return
    event.preventDefault()
    goTo(link.hash.slice(1))
  })
  if (summary && !document.querySelector("[popover]:popover-open")) summary.focus()

  // A new article begins with its headline; Django would take the first button of the form.
  const headline = document.getElementById("id_headline")
  if (headline && !headline.value && !summary) setTimeout(() => headline.focus(), 50)

  // A headline has one line however it wraps: Enter goes on to the next field.
  for (const field of document.querySelectorAll("textarea[data-one-line]")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return
      event.preventDefault()
      if (event.ctrlKey || event.metaKey) return
      document.querySelector("#id_deck")?.focus()
    })
    field.addEventListener("input", () => {
      if (/[\r\n]/.test(field.value)) field.value = field.value.replace(/\s*[\r\n]+\s*/g, " ")
    })
  }
})
