// A panel whose field was refused stands open again, with what was typed in it.
document.addEventListener("DOMContentLoaded", () => {
  for (const panel of document.querySelectorAll("[popover][data-open]")) {
    panel.showPopover()
    panel.querySelector("input, textarea")?.focus()
  }
})
