// The theme's key "c" opens a blank new record wherever no text field has the focus. Here it leaves no page on
// which something may be under way: a form never, another page only with nothing chosen or open.
{
  const EDITED = "select, [contenteditable], [role=combobox], [role=listbox], [role=option], dialog, [popover], .select2-container"
  const OPEN = "dialog[open], [popover]:popover-open, .select2-container--open"
  const mayLeave = () =>
    !document.body.matches(".change-form") && !document.activeElement?.closest(EDITED) && !document.querySelector(OPEN)

  let isPressed = false
  window.addEventListener("keydown", () => {
    isPressed = true
    // After every other listener of this key.
    setTimeout(() => (isPressed = false))
  }, true)
  // The theme follows the key by a click that nobody made.
  document.addEventListener("click", (event) => {
    if (!isPressed || event.isTrusted || !event.target.closest?.(".addlink") || mayLeave()) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }, true)
}
