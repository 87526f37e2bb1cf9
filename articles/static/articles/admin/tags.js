// Enter in the list of tags takes the tag that begins with what was typed, or else what was typed. Another
// row of the list is only taken when the person moved to it, with the arrow keys or a click. Whoever may
// not add tags gets one that there is, once it was found, or none.
{
  const $ = window.django.jQuery
  // Only a field that stands in a list of tags: the other lists open theirs at the end of the page.
  const selectOf = (field) => {
    const select = field.closest?.(".select2-container")?.previousElementSibling
    return field.matches?.(".select2-search__field") && select?.matches("select[data-desk-tags]") ? select : null
  }
  // The row that was moved to, by its search field. Kept here, because a list that arrives late
  // marks its first row instead.
  const movedTo = new WeakMap()
  const MOVING = Symbol("moving")
  // A row that was found by an alias has a second line, which is no part of the tag's name.
  const nameOf = (row) => row?.querySelector("[data-text]")?.dataset.text ?? row?.textContent
  const isAlias = (row, typed) => same(row.querySelector("[data-alias]")?.dataset.alias ?? "", typed)
  const marked = (box) => nameOf(box.$results?.find(".select2-results__option--highlighted")[0])
  const mayAdd = (select) => select.dataset.tags === "true"
  const rows = (box) => [...(box.$results?.find(".select2-results__option[aria-selected]") ?? [])]
  const same = (one, other) => one.toLocaleLowerCase() === other.toLocaleLowerCase()
  const begins = (row, typed) => nameOf(row).toLocaleLowerCase().startsWith(typed.toLocaleLowerCase())

  const take = (box, select, field, typed, moved) => {
    const listed = rows(box).filter((row) => typed && !row.querySelector("[data-new]"))
    // The tag that it is another word for goes before all, then the tag itself, then one that begins so.
    const meant =
      listed.find((row) => isAlias(row, typed)) ??
      listed.find((row) => same(nameOf(row), typed)) ??
      listed.find((row) => begins(row, typed))
    const name = moved ?? nameOf(meant) ?? (mayAdd(select) ? typed : "")
    // What is none of the list stands there to be mended, above those that are like it.
    if (!name && typed) return
    const chosen = [...select.selectedOptions].some((option) => same(option.value, name))
    if (name && !chosen) box.trigger("select", { data: { id: name, text: name } })
    box.trigger("close", {})
    field.value = ""
  }
  const typedIn = (field) => field.value.trim().replace(/\s+/g, " ")
  // Lists that are on their way, and whether an Enter waits for them.
  const waiting = new Map()
  const waitFor = (box, select, field) => {
    if (!waiting.has(box)) {
      box.on("results:all", () => {
        if (!waiting.get(box)) return
        waiting.set(box, false)
        take(box, select, field, typedIn(field))
      })
    }
    waiting.set(box, true)
  }

  document.addEventListener(
    "input",
    ({ target }) => {
      movedTo.delete(target)
      const box = $(selectOf(target)).data("select2")
      if (waiting.has(box)) waiting.set(box, false)
    },
    true,
  )
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
      const typed = typedIn(field)
      const moved = movedTo.get(field) === MOVING ? marked(box) : movedTo.get(field)
      if (!typed && !moved && !box.isOpen()) return
      event.preventDefault()
      event.stopImmediatePropagation()
      movedTo.delete(field)
      const isLooking = box.$results?.find(".loading-results").length
      if (isLooking && !moved && !mayAdd(select)) waitFor(box, select, field)
      else take(box, select, field, typed, moved)
    },
    true,
  )
}
