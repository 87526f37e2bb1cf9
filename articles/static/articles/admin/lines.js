// Lines of a list that is dragged into order: one that is not saved yet moves like the others, and goes without
// taking a line with it that stands above its number.
{
  const SORTED = ".formset[data-ordering-field]"
  const NAMED = ["name", "id", "for", "data-id", "aria-labelledby", "aria-controls", "aria-owns", "aria-describedby"]
  // The theme lets nobody move what it calls a template.
  const free = () => {
    for (const row of document.querySelectorAll(`${SORTED} > .form-group.template:not(.empty-form)`)) row.classList.replace("template", "original")
  }
  const numberOf = (row, prefix) => Number(row.querySelector(`[name^="${prefix}-"]`)?.name.slice(prefix.length + 1).split("-")[0])

  const start = () => {
    free()
    document.addEventListener("formset:added", free)
    document.addEventListener("click", (event) => {
      const row = event.target.closest?.(".delete-template")?.closest(`${SORTED} > .form-group`)
      if (!row) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const formset = row.parentElement
      const { prefix } = JSON.parse(formset.dataset.inlineFormset).options
      const number = numberOf(row, prefix)
      const total = formset.closest(".formset-wrapper").querySelector("[name$=TOTAL_FORMS]")
      row.remove()
      // The theme counts by where a line stands, and that is not its number once it was dragged.
      for (let later = number + 1; later < Number(total.value); later += 1) {
        for (const name of NAMED) {
          for (const element of document.querySelectorAll(`[${name}*="${prefix}-${later}-"]`)) {
            element.setAttribute(name, element.getAttribute(name).replaceAll(`${prefix}-${later}-`, `${prefix}-${later - 1}-`))
          }
        }
      }
      total.value = Number(total.value) - 1
      formset.querySelector(".add-row")?.classList.remove("hidden")
      document.dispatchEvent(new CustomEvent("formset:removed", { detail: { formsetName: prefix } }))
    }, true)
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
