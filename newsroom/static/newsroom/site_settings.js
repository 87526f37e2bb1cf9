// The settings' previews, and the chooser of pages for the menus. Without it the form works the same.
const luminance = (colour) => {
  const parts = [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16) / 255)
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
const contrast = (one, other) => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function followColour(look) {
  const field = document.getElementById(look.dataset.look === "dark" ? "id_accent_dark" : "id_accent")
  const picker = look.querySelector("[data-picker]")
  const words = look.querySelector("[data-ratio]")
  if (!field) return
  const own = picker.value
  const show = () => {
    const colour = /^#[0-9a-f]{6}$/i.test(field.value.trim()) ? field.value.trim() : own
    const ratio = Math.min(...look.dataset.grounds.split(" ").map((ground) => contrast(colour, ground)))
    picker.value = colour
    look.style.setProperty("--accent", colour)
    const shown = (Math.floor(ratio * 10) / 10).toFixed(1)
    words.textContent = (ratio >= 4.5 ? words.dataset.good : words.dataset.poor).replace("{ratio}", shown)
    words.classList.toggle("desk-poor", ratio < 4.5)
  }
  field.addEventListener("input", show)
  picker.addEventListener("input", () => {
    field.value = picker.value
    field.dispatchEvent(new Event("input", { bubbles: true }))
  })
  show()
}

function followAppeal(box) {
  const value = (name) => document.getElementById(`id_${name}`)?.value.trim() ?? ""
  const show = () => {
    for (const part of box.querySelectorAll("[data-shows]")) {
      part.textContent = value(part.dataset.shows) || part.dataset.otherwise || ""
    }
    const full = Boolean(value("appeal_headline") && value("appeal_url"))
    box.querySelector("[data-full]").hidden = !full
    box.querySelector("[data-empty]").hidden = full
  }
  for (const name of ["headline", "text", "button", "url", "other"]) {
    document.getElementById(`id_appeal_${name}`)?.addEventListener("input", show)
  }
  if (document.getElementById("id_appeal_headline")) show()
}

function chooseForMenu(chooser) {
  const prefix = chooser.dataset.menuChooser
  chooser.addEventListener("change", () => {
    const page = chooser.selectedOptions[0]
    const number = document.getElementById(`id_${prefix}-TOTAL_FORMS`).value
    const add = document.querySelector(`#${prefix}-group .add-row a, #${prefix}-group .add-row button, #${prefix}-group a.add-row`)
    if (!page.value || !add) return
    add.click()
    const fill = (name, words) => {
      const field = document.getElementById(`id_${prefix}-${number}-${name}`)
      if (field) field.value = words
      return field
    }
    fill("url", page.value)
    fill("place", page.value.startsWith("/section/") ? "sections" : "newsroom")
    for (const [name, words] of Object.entries(page.dataset)) {
      const code = name.replace(/^label-?/, "").toLowerCase()
      fill(code ? `label_in_${code}` : "label", words)
    }
    chooser.value = ""
    document.getElementById(`id_${prefix}-${number}-label`)?.focus()
  })
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-look]").forEach(followColour)
  document.querySelectorAll("[data-appeal]").forEach(followAppeal)
  document.querySelectorAll("[data-menu-chooser]").forEach(chooseForMenu)
})
