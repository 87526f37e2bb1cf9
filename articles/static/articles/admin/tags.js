// Enter in the list of tags takes the tag that begins with what was typed, or else what was typed. Another
// row of the list is only taken when the person moved to it, with the arrow keys or a click.
{
  const $ = window.django.jQuery
  const selectOf = (field) =>
    field.matches?.(".select2-search__field")
      ? field.closest(".select2-container")?.parentElement.querySelector("select[data-desk-tags]")
      : null
  // The row that was moved to, by its search field. Kept here, because a list that arrives late
  // marks its first row instead.
  const movedTo = new WeakMap()
  const MOVING = Symbol("moving")
  // A row that was found by an alias has a second line, which is no part of the tag's name.
  const nameOf = (row) => row?.querySelector("[data-text]")?.dataset.text ?? row?.textContent
  const isAlias = (row, typed) => same(row.querySelector("[data-alias]")?.dataset.alias ?? "", typed)
  const marked = (box) => nameOf(box.$results?.find(".select2-results__option--highlighted")[0])
  const rows = (box) => [...(box.$results?.find(".select2-results__option[aria-selected]") ?? [])]
  const same = (one, other) => one.toLocaleLowerCase() === other.toLocaleLowerCase()
  const begins = (row, typed) => nameOf(row).toLocaleLowerCase().startsWith(typed.toLocaleLowerCase())

  document.addEventListener("input", ({ target }) => movedTo.delete(target), true)
  document.addEventListener(
    "keydown",
    (event) => {
      const field = event.target
      const select = selectOf(field)
      const box = select && $(select).data("select2")
      if (!box || event.isComposing) return
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        // After Select2 has moved; an Enter that comes sooner looks for itself.
        movedTo.set(field, MOVING)
        setTimeout(() => movedTo.get(field) === MOVING && movedTo.set(field, marked(box)))
        return
      }
      if (event.key !== "Enter") return
      const typed = field.value.trim().replace(/\s+/g, " ")
      const moved = movedTo.get(field) === MOVING ? marked(box) : movedTo.get(field)
      if (!typed && !moved && !box.isOpen()) return
      event.preventDefault()
      event.stopImmediatePropagation()
      movedTo.delete(field)
      const listed = rows(box).filter((row) => typed && !row.querySelector("[data-new]"))
      const meant = listed.find((row) => isAlias(row, typed)) ?? listed.find((row) => same(nameOf(row), typed)) ?? listed.find((row) => begins(row, typed))
      const name = moved ?? nameOf(meant) ?? typed
      const chosen = [...select.selectedOptions].some((option) => same(option.value, name))
      if (name && !chosen) box.trigger("select", { data: { id: name, text: name } })
      box.trigger("close", {})
      field.value = ""
    },
    true,
  )
}
