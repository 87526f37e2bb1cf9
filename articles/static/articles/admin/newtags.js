// What is no tag yet comes last in the list of tags and says so. Marked is what Enter takes: a tag that begins with
// what was typed, and the new one only where there is none. An Enter that comes before the list waits for it.
{
  const $ = window.django.jQuery
  const { defaults } = $.fn.select2
  const same = (one, other) => one.toLocaleLowerCase() === other.toLocaleLowerCase()
  const begins = (name, typed) => same([...name].slice(0, [...typed].length).join(""), typed)
  const FIELD = ".select2-search__field"
  const boxOf = (field) => {
    const select = field.matches?.(FIELD) && field.closest(".select2-container")?.previousElementSibling
    return select && select.matches("select[data-desk-tags]") ? $(select).data("select2") : null
  }

  const draw = defaults.defaults.templateResult
  defaults.set("createTag", ({ term }) => {
    const text = term.trim().replace(/\s+/g, " ")
    return text ? { id: text, text, isNew: true } : null
  })
  defaults.set("insertTag", (data, tag) => data.push(tag))
  defaults.set("templateResult", (item, row) => {
    if (!item.isNew) return draw(item, row)
    const words = document.querySelector("select[data-desk-tags]").dataset.newTag.split("%(word)s")
    const name = Object.assign(document.createElement("b"), { textContent: item.text })
    const shown = document.createElement("span")
    shown.append(words[0], name, words[1] ?? "")
    shown.dataset.text = item.text
    shown.dataset.new = ""
    return $(shown)
  })

  const isLooking = (box) => box.isOpen() && box.$results.find(".loading-results").length > 0
  const waiting = new WeakSet()
  const mark = (box, term) => {
    const rows = [...box.$results.find(".select2-results__option[aria-selected]")]
    if (!term || !rows.length) return
    const named = (test) => rows.find((row) => !row.querySelector("[data-new]") && test(row.querySelector("[data-text]")?.dataset.text ?? row.textContent))
    const alias = rows.find((row) => same(row.querySelector("[data-alias]")?.dataset.alias ?? "", term))
    const meant = alias ?? named((name) => same(name, term)) ?? named((name) => begins(name, term)) ?? rows.find((row) => row.querySelector("[data-new]"))
    // As the list itself marks a row.
    if (meant) $(meant).trigger("mouseenter")
  }
  const answered = (box, field, term) => {
    mark(box, term.trim())
    if (!waiting.delete(box)) return
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))
  }
  $(() => {
    for (const select of document.querySelectorAll("select[data-desk-tags]")) {
      const box = $(select).data("select2")
      const field = box?.$container.find(FIELD)[0]
      if (!field) continue
      box.on("results:all", ({ query }) => answered(box, field, query.term ?? ""))
      box.on("results:message", () => answered(box, field, ""))
    }
  })
  document.addEventListener("input", ({ target }) => waiting.delete(boxOf(target) ?? {}), true)
  document.addEventListener(
    "keydown",
    (event) => {
      const box = event.isTrusted && event.key === "Enter" && !event.isComposing && boxOf(event.target)
      if (!box || !isLooking(box)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      waiting.add(box)
    },
    true,
  )
}
