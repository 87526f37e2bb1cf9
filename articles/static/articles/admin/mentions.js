// "@" in a comment suggests colleagues: arrow keys choose, Enter or Tab takes, Escape closes.
const ASKED = /(?:^|\s)@([^\s@]{0,40})$/u
const root = document.querySelector("#desk-comments")
let number = 0

if (root) {
  const url = root.dataset.peopleUrl
  const box = document.createElement("ul")
  box.className = "desk-people"
  box.setAttribute("role", "listbox")
  box.setAttribute("aria-label", root.dataset.peopleLabel)
  box.id = "desk-people"
  box.hidden = true
  let field = null
  let now = 0
  let request = null

  const close = () => {
    request?.abort()
    box.hidden = true
    field?.removeAttribute("aria-activedescendant")
    field?.setAttribute("aria-expanded", "false")
  }
  const point = (to) => {
    now = (to + box.children.length) % box.children.length
    for (const [place, item] of [...box.children].entries()) item.setAttribute("aria-selected", place === now)
    field.setAttribute("aria-activedescendant", box.children[now].id)
    box.children[now].scrollIntoView({ block: "nearest" })
  }
  const choose = ({ id, name }) => {
    const before = field.value.slice(0, field.selectionStart).replace(/@[^\s@]*$/u, `@${name} `)
    field.value = before + field.value.slice(field.selectionStart)
    field.setSelectionRange(before.length, before.length)
    const chosen = document.createElement("input")
    chosen.type = "hidden"
    chosen.name = "mentions"
    chosen.value = id
    field.form.append(chosen)
    close()
    field.focus()
  }
  const show = (people) => {
    box.replaceChildren(
      ...people.map((person) => {
        const item = document.createElement("li")
        item.setAttribute("role", "option")
        number += 1
        item.id = `desk-person-${number}`
        const name = document.createElement("strong")
        name.textContent = person.name
        const note = document.createElement("small")
        note.textContent = person.note
        item.append(name, " ", note)
        // Before the field loses the focus.
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault()
          choose(person)
        })
        item.person = person
        return item
      }),
    )
    box.hidden = !people.length
    if (!people.length) return close()
    field.after(box)
    field.setAttribute("aria-expanded", "true")
    point(0)
  }
  root.addEventListener("input", async ({ target }) => {
    if (!target.matches("[data-mentions]")) return
    field = target
    for (const [name, value] of [["role", "combobox"], ["aria-controls", box.id], ["aria-autocomplete", "list"]])
      field.setAttribute(name, value)
    const asked = field.value.slice(0, field.selectionStart).match(ASKED)
    if (!asked) return close()
    request?.abort()
    request = new AbortController()
    const { signal } = request
    try {
      const response = await fetch(`${url}?term=${encodeURIComponent(asked[1])}`, { signal })
      if (!response.ok) return close()
      const { results } = await response.json()
      if (!signal.aborted) show(results)
    } catch {
      // A newer letter asks anew; without an answer the name is simply typed.
    }
  })
  root.addEventListener("keydown", (event) => {
    if (box.hidden || event.target !== field || event.isComposing) return
    if (event.key === "ArrowDown") point(now + 1)
    else if (event.key === "ArrowUp") point(now - 1)
    else if (event.key === "Enter" || event.key === "Tab") choose(box.children[now].person)
    else if (event.key === "Escape") close()
    else return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  root.addEventListener("focusout", ({ target }) => target === field && close())
}
