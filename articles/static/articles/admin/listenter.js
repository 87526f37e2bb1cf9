// Enter in a list that still looks for what was typed waits for it: the first row there is another search's.
{
  const waiting = new WeakSet()
  const known = new WeakSet()
  const boxOf = (field) => {
    if (!field.matches?.(".select2-dropdown .select2-search__field")) return null
    const $ = window.django.jQuery
    const selects = [...document.querySelectorAll("select.select2-hidden-accessible")]
    return selects.map((select) => $(select).data("select2")).find((box) => box?.$dropdown?.[0].contains(field))
  }
  const know = (box) => {
    if (known.has(box)) return
    known.add(box)
    // After Select2's own listener, which marks the first row that was found.
    box.on("results:all", () => waiting.delete(box) && box.isOpen() && box.trigger("results:select", {}))
  }

  document.addEventListener("input", ({ target }) => waiting.delete(boxOf(target)), true)
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.isComposing) return
      const box = boxOf(event.target)
      if (!box?.$results.find(".loading-results").length) return
      event.preventDefault()
      event.stopImmediatePropagation()
      know(box)
      waiting.add(box)
    },
    true,
  )
}
