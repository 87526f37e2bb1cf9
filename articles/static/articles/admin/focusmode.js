// Focus mode: headline, deck, body and one thin line. Remembered by the browser, not by the article.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-quiet]")
  if (!button) return
  const KEY = "desk-focus-mode"
  const remember = (on) => {
    try {
      localStorage.setItem(KEY, on ? "on" : "")
    } catch {
      // A browser that keeps nothing still has the mode.
    }
  }
  const isOn = () => document.body.classList.contains("desk-quiet-mode")
  const set = (on) => {
    document.body.classList.toggle("desk-quiet-mode", on)
    button.setAttribute("aria-pressed", on)
    remember(on)
  }
  let before = ""
  try {
    before = localStorage.getItem(KEY)
  } catch {
    // As above.
  }
  // A mistake that the mode would hide is worth more than quiet.
  if (before && !document.querySelector("[data-errors]")) set(true)
  button.addEventListener("click", () => set(!isOn()))
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.shiftKey && event.code === "KeyZ") {
      event.preventDefault()
      set(!isOn())
    } else if (event.key === "Escape" && isOn() && !event.defaultPrevented && !document.querySelector("dialog[open], [popover]:popover-open")) {
      set(false)
    }
  })
})
