// Select2 draws its own fields and forgets their labels: they are given back here, for screen readers.
{
  // The head of its column names the field of a line.
  const headOf = (select) => {
    const field = [...(select.closest("td")?.classList ?? [])].find((name) => name.startsWith("field-"))
    return field && select.closest("table").querySelector(`th.column-${field.slice(6)}`)?.innerText.replace("*", "").trim()
  }
  const nameOf = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)
    if (label) {
      label.id ||= `${select.id}-name`
      return label.id
    }
    const id = `${select.id}-name`
    if (!document.getElementById(id)) {
      const made = document.createElement("span")
      made.id = id
      made.hidden = true
      made.textContent = select.getAttribute("aria-label") ?? headOf(select) ?? select.name
      select.before(made)
    }
    return id
  }
  const give = (root) => {
    for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
      const box = select.parentElement.querySelector(".select2-selection")
      const shown = box?.querySelector(".select2-selection__rendered")
      if (!shown || select.name.includes("__prefix__")) continue
      const name = nameOf(select)
      box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", name)
      box.setAttribute("aria-labelledby", name)
      if (select.multiple) continue
      box.setAttribute("aria-labelledby", `${name} ${shown.id}`)
      shown.setAttribute("aria-labelledby", name)
    }
  }
  // Whenever one is drawn, which is late, and again for each line that is added.
  const drawn = (records) =>
    records.some(({ addedNodes }) => [...addedNodes].some((node) => node.classList?.contains("select2-container")))
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#content-main form[id$=_form]")
    if (!form) return
    new MutationObserver((records) => drawn(records) && give(form)).observe(form, { childList: true, subtree: true })
    give(form)
  })
}
