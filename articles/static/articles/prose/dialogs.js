// What the editor's blocks ask the person who writes: words in a dialog, or something from a list.
// And what they ask the desk: what the numbers in a body stand for today.
import { crel } from "django-prose-editor/editor"

const words = JSON.parse(document.querySelector("[data-body-words]")?.dataset.bodyWords ?? "{}")

// The word of the page's language for an English one.
export const say = (english) => words[english] ?? english

// A sentence with its %(name)s filled in.
const filled = (english, values) => say(english).replace(/%\((\w+)\)s/g, (_all, name) => values[name])

// The address of a chooser ("articles", "pictures", "upload"), empty for who may not, as the editor's field knows it.
export const address = (editor, what) =>
  editor.options.element.closest(".prose-editor").querySelector("textarea").dataset[`${what}Url`]

let opened = 0
const open = (title, children) => {
  const heading = crel("h3", { className: "prose-editor-dialog-title", textContent: title, id: `desk-dialog-title-${++opened}` })
  const dialog = crel("dialog", { className: "prose-editor-dialog desk-dialog" }, [heading, ...children])
  dialog.setAttribute("aria-labelledby", heading.id)
  // Inside the page's own form, Enter would save the article.
  document.body.append(dialog)
  const before = document.activeElement
  dialog.addEventListener("close", () => {
    dialog.remove()
    // The browser gives focus back only to what it took it from in this very document order.
    if (before?.isConnected && document.activeElement === document.body) before.focus()
  })
  dialog.showModal()
  return dialog
}

const button = (text, onClick, className = "") => {
  const made = crel("button", { type: "button", textContent: text, className })
  if (onClick) made.addEventListener("click", onClick)
  return made
}

// A name of a host without its https://, as people write it and the browser's own line takes it.
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u
export const wholeAddress = (value) => (HOST.test(value) ? `https://${value}` : value)

// Ask for words. `fields`: name → {title, help, long, number, choices, required, max, tidy(value) → as it is meant,
// check(value) → what is wrong, or ""}; `problem` is a sentence above them, `note` a quiet one.
// Gives the values, or null when the person thinks better of it.
export const ask = (title, fields, values = {}, { problem = "", note = "" } = {}) =>
  new Promise((resolve) => {
    const inputs = Object.entries(fields).map(([name, field]) => {
      const kind = field.choices ? "select" : field.long ? "textarea" : "input"
      const options = Object.entries(field.choices ?? {}).map(([value, textContent]) => crel("option", { value, textContent }))
      const input = crel(kind, { name, id: `desk-ask-${name}` }, options)
      input.value = values[name] ?? ""
      input.required = Boolean(field.required)
      if (field.max) input.maxLength = field.max
      if (field.number) input.type = "number"
      input.addEventListener("input", () => input.setCustomValidity(""))
      return input
    })
    const rows = inputs.map((input) => {
      const { title: label, help } = fields[input.name]
      const row = [crel("label", { htmlFor: input.id, textContent: label }), input]
      if (help) {
        row.push(crel("p", { className: "desk-help", id: `${input.id}-help`, textContent: help }))
        input.setAttribute("aria-describedby", `${input.id}-help`)
      }
      return crel("div", { className: "prose-editor-dialog-field" }, row)
    })
    const submit = crel("button", { type: "submit", textContent: say("Done"), className: "desk-main" })
    const form = crel("form", { method: "dialog" }, [
      ...(problem ? [crel("p", { className: "desk-problem", role: "alert", textContent: problem })] : []),
      ...(note ? [crel("p", { className: "desk-help", textContent: note })] : []),
      ...rows,
      crel("div", { className: "desk-buttons" }, [submit, button(say("Cancel"), () => dialog.close())]),
    ])
    let answer = null
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      for (const input of inputs) {
        input.value = fields[input.name].tidy?.(input.value.trim()) ?? input.value.trim()
        input.setCustomValidity((input.value && fields[input.name].check?.(input.value)) || "")
      }
      if (!form.reportValidity()) return
      answer = Object.fromEntries(inputs.map((input) => [input.name, input.value]))
      dialog.close()
    })
    const dialog = open(title, [form])
    dialog.addEventListener("close", () => resolve(answer))
    const first = inputs[0] ?? submit
    first.focus()
  })

const row = (item, onClick) => {
  const text = crel("span", { className: "desk-item-text" }, [
    crel("strong", { textContent: item.text }),
    crel("small", { textContent: item.note ?? "" }),
  ])
  const picture = item.thumb
    ? crel("img", { src: item.thumb, alt: "", loading: "lazy" })
    : crel("span", { className: "desk-no-picture" })
  const made = crel("button", { type: "button", className: "desk-item" }, [picture, text])
  made.item = item
  made.addEventListener("click", onClick)
  return made
}

// Let the person choose from a chooser's list. `many`: the items chosen so far, to add to, at most `most`; then a
// list of items comes back, empty where all were taken out, else one item. Null when nothing was chosen.
// `footer`: more nodes.
export const choose = (title, url, { many = null, most = Infinity, footer = [], query = {}, prepare = null } = {}) =>
  new Promise((resolve) => {
    const chosen = many ? [...many] : []
    const strip = crel("ol", { className: "desk-chosen" })
    const told = crel("p", { className: "desk-unseen", role: "status" })
    const count = crel("p", { className: "desk-help" })
    let dragged = null
    const list = crel("div", { className: "desk-items" })
    const status = crel("p", { className: "desk-help", role: "status" })
    const input = crel("input", { type: "search", id: "desk-search" })
    const more = button(say("More"), () => load(page + 1))
    let answer = null
    let page = 1
    let request = null
    let timer = null

    const finish = (value) => {
      answer = value
      dialog.close()
    }
    // Before (-1) or behind (1) its neighbour, or to where another one is; the focus stays on what moved it.
    const move = (from, to, focus = "") => {
      if (to < 0 || to >= chosen.length || to === from) return
      const [item] = chosen.splice(from, 1)
      chosen.splice(to, 0, item)
      showChosen()
      told.textContent = `${item.text}: ${to + 1} / ${chosen.length}`
      const buttons = strip.children[to].querySelectorAll("button:not([disabled])")
      const again = [...buttons].find(({ dataset }) => dataset.does === focus) ?? buttons[0]
      if (focus) again.focus()
    }
    // Those of the list that are chosen look so, and say so.
    const showCount = () => {
      for (const row of many ? list.children : []) row.setAttribute("aria-pressed", chosen.some(({ id }) => id === row.item.id))
      count.textContent = chosen.length ? filled("%(count)s chosen, at most %(most)s", { count: chosen.length, most }) : say("None is chosen.")
    }
    const takeOut = (place) => {
      const [item] = chosen.splice(place, 1)
      showChosen()
      told.textContent = `${filled("Taken out: %(what)s", { what: item.text })}. ${count.textContent}`
    }
    const showChosen = () => {
      strip.replaceChildren(
        ...chosen.map((item, place) => {
          const does = (name, sign, english, run) => {
            const made = button(sign, run)
            made.dataset.does = name
            made.setAttribute("aria-label", `${say(english)}: ${item.text}`)
            return made
          }
          const earlier = does("earlier", "←", "Move earlier", () => move(place, place - 1, "earlier"))
          const later = does("later", "→", "Move later", () => move(place, place + 1, "later"))
          earlier.disabled = place === 0
          later.disabled = place === chosen.length - 1
          const remove = does("remove", "×", "Remove", () => {
            takeOut(place)
            ;(strip.children[Math.min(place, chosen.length - 1)]?.querySelector("[data-does=remove]") ?? input).focus()
          })
          const line = crel("li", { draggable: true }, [
            crel("img", { src: item.thumb ?? "", alt: item.text, draggable: false }),
            crel("span", {}, [earlier, later, remove]),
          ])
          line.addEventListener("dragstart", (event) => {
            dragged = place
            event.dataTransfer.effectAllowed = "move"
            event.dataTransfer.setData("text/plain", "")
          })
          line.addEventListener("dragend", () => (dragged = null))
          line.addEventListener("dragover", (event) => dragged !== null && event.preventDefault())
          line.addEventListener("drop", (event) => {
            if (dragged === null) return
            event.preventDefault()
            event.stopPropagation()
            move(dragged, place)
          })
          return line
        }),
      )
      showCount()
    }
    const pick = (item) => {
      if (!many) return finish(item)
      if (chosen.some(({ id }) => id === item.id)) return
      if (chosen.length >= most) {
        status.textContent = filled("At most %(most)s: take one out first.", { most })
        return
      }
      chosen.push(item)
      showChosen()
      told.textContent = `${filled("Added: %(what)s", { what: item.text })}. ${count.textContent}`
    }
    // A second press takes it out again.
    const press = (item) => {
      const place = chosen.findIndex(({ id }) => id === item.id)
      status.textContent = ""
      if (many && place !== -1) takeOut(place)
      else pick(item)
    }
    const load = async (wanted) => {
      request?.abort()
      request = new AbortController()
      const asked = new URLSearchParams({ ...query, term: input.value, page: wanted })
      try {
        const response = await fetch(`${url}?${asked}`, { signal: request.signal })
        if (!response.ok) throw new Error(response.status)
        const { results, pagination } = await response.json()
        page = wanted
        const rows = results.map((item) => row(item, () => press(item)))
        if (wanted === 1) list.replaceChildren(...rows)
        else list.append(...rows)
        showCount()
        more.hidden = !pagination?.more
        status.textContent = list.children.length ? "" : say("Nothing was found.")
      } catch (error) {
        if (error.name !== "AbortError") status.textContent = say("The list could not be fetched. Try again.")
      }
    }
    input.addEventListener("input", () => {
      clearTimeout(timer)
      timer = setTimeout(() => load(1), 200)
    })
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") {
        event.preventDefault()
        list.querySelector("button")?.focus()
      }
    })
    const buttons = [button(say("Cancel"), () => finish(null))]
    if (many) buttons.unshift(button(say("Done"), () => finish(chosen.length || many.length ? chosen : null), "desk-main"))
    const dialog = open(title, [
      crel("label", { htmlFor: input.id, textContent: say("Search") }),
      input,
      status,
      ...(many ? [strip, count, told] : []),
      list,
      more,
      ...footer,
      crel("div", { className: "desk-buttons" }, buttons),
    ])
    dialog.addEventListener("close", () => {
      request?.abort()
      resolve(answer)
    })
    prepare?.({ pick, dialog })
    showChosen()
    load(1)
    input.focus()
  })

// Let the person choose one of our articles: any but the one that is being written.
export const chooseArticle = (url, options = {}) => {
  const { article } = JSON.parse(document.getElementById("desk-look")?.textContent ?? "{}")
  return choose(say("Choose an article"), url, { ...options, query: article ? { not: article } : {} })
}

const known = new Map()
const waiting = new Map()

// What was learned of a number is asked for again.
export const forget = (url, id) => known.delete(`${url} ${id}`)

// What the numbers stand for: a list in their order, null for what is gone. Blocks that are drawn
// together ask together, in one request.
export const lookUp = (url, ids) => {
  const asked = waiting.get(url) ?? { ids: new Set(), answer: null }
  waiting.set(url, asked)
  for (const id of ids) if (!known.has(`${url} ${id}`)) asked.ids.add(id)
  asked.answer ??= new Promise((resolve) => {
    setTimeout(async () => {
      waiting.delete(url)
      if (asked.ids.size) {
        try {
          const response = await fetch(`${url}?ids=${[...asked.ids].join(",")}`)
          const { results } = await response.json()
          for (const id of asked.ids) known.set(`${url} ${id}`, null)
          for (const item of results) known.set(`${url} ${item.id}`, item)
        } catch {
          // The numbers stay visible; the next drawing asks again.
        }
      }
      resolve()
    }, 10)
  })
  return asked.answer.then(() => ids.map((id) => known.get(`${url} ${id}`)))
}
