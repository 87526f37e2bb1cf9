// The frame around a preview. What stands in the form that opened it is sent to the page each time,
// so nothing has to be saved to be seen; where that form is gone, the page shows what is saved.
const WIDTHS = ["390", "820", "1440"]
const frame = document.querySelector("iframe")
const stage = document.querySelector(".preview-stage")
const said = document.querySelector(".preview-said")
const notes = document.querySelector(".preview-notes")
const chosen = { width: "1440", theme: "light", lite: false }

try {
  const before = JSON.parse(localStorage.deskPreview ?? "{}")
  if (WIDTHS.includes(before.width)) chosen.width = before.width
  if (before.theme === "dark") chosen.theme = "dark"
} catch {
  // Storage is off: the choice holds for this page.
}
// The desk keeps its own colours where the theme keeps them.
const desk = (localStorage.getItem("_x_adminTheme") ?? "auto").replaceAll('"', "")
const isDark = desk === "dark" || (desk === "auto" && matchMedia("(prefers-color-scheme: dark)").matches)
document.documentElement.classList.toggle("dark", isDark)

const press = (attribute, value) => {
  for (const button of document.querySelectorAll(`[${attribute}]`)) {
    button.setAttribute("aria-pressed", String(button.getAttribute(attribute) === value))
  }
}

const colour = () => {
  const root = frame.contentDocument?.documentElement
  // The switch that the public page itself has, turned from here; what this reader chose there stays.
  if (root && !chosen.lite) root.dataset.theme = chosen.theme
  // The lite pages have no switch and follow the system.
  if (root && chosen.lite) root.style.colorScheme = chosen.theme
}

const fit = () => {
  const room = stage.clientWidth
  const small = matchMedia("(width < 48rem)").matches
  const width = small ? room : Number(chosen.width)
  const scale = Math.min(1, room / width)
  frame.style.width = `${width}px`
  frame.style.height = `${stage.clientHeight / scale}px`
  frame.style.transform = scale < 1 ? `scale(${scale})` : ""
}

const show = () => {
  press("data-width", chosen.width)
  press("data-theme-is", chosen.theme)
  document.querySelector("[data-lite]").setAttribute("aria-pressed", String(chosen.lite))
  fit()
  colour()
  try {
    localStorage.deskPreview = JSON.stringify({ width: chosen.width, theme: chosen.theme })
  } catch {
    // As above.
  }
}

const typed = () => {
  try {
    return opener?.document.getElementById("article_form") ?? null
  } catch {
    return null
  }
}

const load = (target) => {
  const url = frame.dataset.pageUrl + (chosen.lite ? "?form=lite" : "")
  const form = typed()
  said.textContent = form ? said.dataset.unsaved : said.dataset.saved
  if (!form) {
    if (target === "_blank") window.open(url, "_blank", "noopener")
    else frame.src = url
    return
  }
  // A form of this page: sending the article's own would look like saving it.
  const copy = document.createElement("form")
  copy.method = "post"
  copy.action = url
  copy.target = target
  copy.hidden = true
  for (const [name, value] of new opener.FormData(form)) {
    if (typeof value !== "string") continue
    const field = document.createElement("textarea")
    field.name = name
    field.value = value
    copy.append(field)
  }
  document.body.append(copy)
  copy.submit()
  copy.remove()
}

frame.addEventListener("load", () => {
  const page = frame.contentDocument
  if (!page) {
    said.textContent = said.dataset.lost
    return
  }
  if (page.URL === "about:blank") return
  colour()
  notes.replaceChildren(
    ...[...page.querySelectorAll('meta[name="preview-note"]')].map(({ content }) => {
      const line = document.createElement("li")
      line.textContent = content
      return line
    }),
  )
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]")
    if (!link || link.getAttribute("href").startsWith("#")) return
    // Other pages may not stand in a frame.
    event.preventDefault()
    window.open(link.href, "_blank", "noopener")
  })
  page.addEventListener("submit", (event) => event.preventDefault())
})

document.querySelector(".preview-bar").addEventListener("click", ({ target }) => {
  const button = target.closest("button")
  if (!button) return
  const { width, themeIs } = button.dataset
  if (width) chosen.width = width
  if (themeIs) chosen.theme = themeIs
  if ("alone" in button.dataset) return load("_blank")
  if ("lite" in button.dataset) chosen.lite = !chosen.lite
  show()
  if ("lite" in button.dataset || "refresh" in button.dataset) load(frame.name)
})
addEventListener("resize", fit)
show()
load(frame.name)
