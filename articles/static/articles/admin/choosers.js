// Small pictures and second lines in the lists of the form, and a preview of the chosen picture.
{
  const $ = window.django.jQuery
  const item = ({ text, note, alias, thumb, loading }) => {
    if (loading || (!note && !thumb)) return text
    const row = document.createElement("span")
    row.className = "desk-option"
    row.dataset.text = text
    if (alias) row.dataset.alias = alias
    if (thumb) {
      const picture = document.createElement("img")
      picture.src = thumb
      picture.alt = ""
      row.append(picture)
    }
    const words = document.createElement("span")
    words.append(text)
    if (note) {
      const small = document.createElement("small")
      small.textContent = note
      words.append(small)
    }
    row.append(words)
    return $(row)
  }
  // Set before Django's script makes the lists, which takes no such options.
  $.fn.select2.defaults.set("templateResult", item)

  const preview = async (select) => {
    if (select.name.includes("__prefix__")) return
    const wrapper = select.closest(".related-widget-wrapper") ?? select.parentElement
    let place = wrapper.nextElementSibling
    if (!place?.matches(".desk-preview")) {
      place = document.createElement("p")
      place.className = "desk-preview"
      wrapper.after(place)
    }
    if (!select.value) return place.replaceChildren()
    try {
      const response = await fetch(`${select.dataset.chooserUrl}?ids=${encodeURIComponent(select.value)}`)
      const { results } = await response.json()
      const [found] = results
      place.replaceChildren()
      if (!found?.thumb) return
      const picture = document.createElement("img")
      picture.src = found.thumb
      picture.alt = found.text
      place.append(picture, found.note)
    } catch {
      place.replaceChildren()
    }
  }
  const watch = (root) => {
    for (const select of root.querySelectorAll("select[data-chooser-preview]")) {
      // Select2 tells of a choice through jQuery only.
      $(select).on("change", () => preview(select))
      preview(select)
    }
  }
  $(() => watch(document))
  document.addEventListener("formset:added", (event) => watch(event.target))
}
