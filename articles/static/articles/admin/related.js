// Related news in the article's form: lines dragged and moved, pinned, removed and put back; and where more
// is found: suggestions, a search, an address. The lines are plain fields of the form all the while.
{
  const button = (word, mark, act) => {
    const made = document.createElement("button")
    made.type = "button"
    made.className = "desk-slot-button"
    made.textContent = mark
    made.title = word
    made.setAttribute("aria-label", word)
    made.addEventListener("click", act)
    return made
  }
  const filled = (words, values) => words.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "")

  const ready = (panel) => {
    const words = panel.dataset
    const prefix = words.related
    const form = panel.closest("form")
    const list = panel.querySelector("[data-lines]")
    const blank = panel.querySelector("[data-blank]")
    const total = panel.querySelector(`[name="${prefix}-TOTAL_FORMS"]`)
    const said = panel.querySelector("[data-said]")
    if (!blank || !total) return

    // The chosen lines

    const lines = () => [...list.querySelectorAll("[data-line]")]
    const field = (line, name) => line.querySelector(`[name$="-${name}"]`)
    const title = (place) => place.querySelector("[data-title]")?.textContent.trim() ?? ""
    const isGone = (line) => field(line, "DELETE")?.checked ?? false
    const isPinned = (line) => field(line, "is_pinned").checked
    const say = (sentence, values) => (said.textContent = filled(sentence, values))

    // Readers get no further than the list goes; what they cannot open takes no place.
    const count = () => {
      let shown = 0
      for (const line of lines()) {
        const isShown = !isGone(line) && !line.querySelector("[data-unseen]")
        if (isShown) shown += 1
        line.classList.toggle("desk-related-over", isShown && shown > Number(words.most))
      }
      mark()
    }
    // The order on the page is the order for readers, pinned ones first.
    const number = () => {
      const order = lines()
      const wanted = [...order.filter(isPinned), ...order.filter((line) => !isPinned(line))]
      if (order.some((line, place) => line !== wanted[place])) list.append(...wanted)
      for (const [place, line] of lines().entries()) field(line, "position").value = place
      count()
    }
    const changed = (line) => {
      number()
      // Autosave and checks listen to the form.
      field(line, "is_pinned").dispatchEvent(new Event("change", { bubbles: true }))
    }
    const move = (line, by) => {
      const order = lines()
      const other = order[order.indexOf(line) + by]
      // Pinned ones stay above the others.
      if (!other || isPinned(other) !== isPinned(line)) return
      by < 0 ? other.before(line) : other.after(line)
      changed(line)
      say(words.wordMoved, { title: title(line), place: lines().indexOf(line) + 1, count: order.length })
    }

    let dragged = null
    const dress = (line) => {
      const handle = document.createElement("span")
      handle.className = "desk-slot-handle"
      handle.textContent = "⠿"
      handle.title = words.wordDrag
      handle.setAttribute("aria-hidden", "true")
      // Only the handle begins a drag: words stay selectable.
      handle.addEventListener("pointerdown", () => (line.draggable = true))
      line.addEventListener("dragstart", (event) => {
        dragged = line
        event.dataTransfer.effectAllowed = "move"
        event.dataTransfer.setData("text/plain", "")
        line.classList.add("desk-slot-dragged")
      })
      line.addEventListener("dragend", () => {
        line.draggable = false
        line.classList.remove("desk-slot-dragged")
        dragged = null
        changed(line)
      })
      const gone = field(line, "DELETE")
      const moved = (by) => (event) => {
        move(line, by)
        event.currentTarget.focus()
      }
      const away = button(words.wordRemove, "×", () => {
        gone.checked = !gone.checked
        show()
        changed(line)
        say(gone.checked ? words.wordRemoved : words.wordAdded, { title: title(line) })
      })
      const show = () => {
        line.classList.toggle("desk-related-away", gone.checked)
        away.textContent = gone.checked ? "↩" : "×"
        away.title = gone.checked ? words.wordBack : words.wordRemove
        away.setAttribute("aria-label", `${away.title}: ${title(line)}`)
      }
      show()
      const [up, down] = [button(words.wordUp, "↑", moved(-1)), button(words.wordDown, "↓", moved(1))]
      for (const each of [up, down]) each.setAttribute("aria-label", `${each.title}: ${title(line)}`)
      line.prepend(handle)
      line.querySelector("[data-tools]").append(up, down, away)
      field(line, "is_pinned").addEventListener("change", () => number())
    }
    list.addEventListener("dragover", (event) => {
      if (!dragged) return
      event.preventDefault()
      const below = lines().find((line) => {
        const box = line.getBoundingClientRect()
        return line !== dragged && event.clientY < box.top + box.height / 2
      })
      list.insertBefore(dragged, below ?? null)
    })
    list.addEventListener("drop", (event) => event.preventDefault())

    const lineOf = (card) => lines().find((line) => field(line, card.dataset.field)?.value === card.dataset.pk)
    // What stands in the list already is not added again.
    const mark = () => {
      for (const add of panel.querySelectorAll("[data-add]")) {
        const line = lineOf(add.closest("[data-offer]").querySelector("[data-card]"))
        add.disabled = Boolean(line && !isGone(line))
        add.title = add.disabled ? words.wordThere : ""
      }
    }
    const add = (card) => {
      let line = lineOf(card)
      if (line) {
        if (isGone(line)) line.querySelector("[data-tools]").lastElementChild.click()
        else say(words.wordThere, {})
        return
      }
      const holder = document.createElement("ol")
      holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value)
      total.value = Number(total.value) + 1
      line = holder.firstElementChild
      field(line, card.dataset.field).value = card.dataset.pk
      line.querySelector("[data-tools]").before(card.cloneNode(true))
      dress(line)
      list.append(line)
      changed(line)
      say(words.wordAdded, { title: title(line) })
    }

    panel.classList.add("desk-related-live")
    lines().forEach(dress)
    // Nothing is numbered before somebody does something: the form is as it is stored.
    count()

    // Where more is found

    const more = panel.querySelector("[data-more]")
    if (!more) return
    more.hidden = false
    const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value
    const note = (place, sentence) => {
      const line = document.createElement("p")
      line.className = "desk-help"
      line.textContent = sentence
      place.replaceChildren(line)
    }
    class Refused extends Error {}
    // Answers with a piece of the page.
    const ask = async (address, options = {}) => {
      const answer = await fetch(address, { ...options, cache: "no-store" })
      // Whoever is no longer signed in is sent to another page, which is no piece of this one.
      if (answer.redirected || answer.status === 403) throw new Refused(words.wordSignedOut)
      if (!answer.ok) throw new Refused(words.wordFailed)
      const piece = document.createElement("template")
      piece.innerHTML = await answer.text()
      return piece.content
    }
    const post = (address, values) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(values)) body.append(name, value)
      return ask(address, { method: "POST", body, headers: { "X-CSRFToken": token() } })
    }
    const why = (problem) => (problem instanceof Refused ? problem.message : words.wordFailed)

    const offers = panel.querySelector("[data-offers]")
    let looking
    const look = async () => {
      looking?.abort()
      looking = new AbortController()
      offers.setAttribute("aria-busy", "true")
      if (!offers.querySelector("[data-offer]")) note(offers, words.wordLooking)
      try {
        const piece = await ask(words.offersUrl, { method: "POST", body: new FormData(form), signal: looking.signal })
        offers.replaceChildren(piece)
        mark()
      } catch (problem) {
        if (problem.name !== "AbortError") note(offers, why(problem))
      }
      offers.removeAttribute("aria-busy")
    }
    panel.querySelector("[data-again]").addEventListener("click", look)
    const fold = panel.closest("details")
    if (!fold) look()
    else {
      let isAsked = false
      const opened = () => {
        if (!fold.open || isAsked) return
        isAsked = true
        look()
      }
      fold.addEventListener("toggle", opened)
      opened()
    }

    const after = (offer) => {
      const next = offer.nextElementSibling ?? offer.previousElementSibling
      return next?.querySelector("button:not(:disabled)") ?? panel.querySelector("[data-again]")
    }
    more.addEventListener("click", async (event) => {
      const pressed = event.target.closest("button")
      if (!pressed) return
      const offer = pressed.closest("[data-offer]")
      const card = offer?.querySelector("[data-card]")
      const named = (from) => ({ kind: from.field === "story" || from.kind === "story" ? "story" : "article", number: from.pk })
      try {
        if ("add" in pressed.dataset) {
          add(card)
          const next = after(offer)
          if (offer.closest("[data-offers]")) offer.remove()
          mark()
          next.focus()
        } else if (pressed.dataset.never) {
          const piece = await post(pressed.dataset.never, named(card.dataset))
          offer.kept = [...offer.childNodes]
          offer.replaceChildren(piece)
          offer.querySelector("button")?.focus()
        } else if (pressed.dataset.undo) {
          await post(pressed.dataset.undo, named(pressed.dataset))
          offer.replaceChildren(...offer.kept)
          offer.querySelector("[data-never]")?.focus()
        } else if (pressed.dataset.lift) {
          await post(pressed.dataset.lift, named(card.dataset))
          after(offer).focus()
          offer.remove()
          look()
        }
      } catch (problem) {
        say(why(problem), {})
        const line = document.createElement("p")
        line.className = "desk-related-refused"
        line.textContent = why(problem)
        offer?.querySelector(".desk-related-refused")?.remove()
        offer?.append(line)
      }
    })

    const asked = panel.querySelector("[data-q]")
    const found = panel.querySelector("[data-found]")
    let timer
    let last = ""
    const search = async () => {
      clearTimeout(timer)
      const term = asked.value.trim()
      if (term === last) return
      last = term
      if (!term) return found.replaceChildren()
      try {
        const query = new URLSearchParams({ q: term, article: words.article })
        const piece = await ask(`${words.searchUrl}?${query}`)
        // An answer to what was typed before is late.
        if (term !== asked.value.trim()) return
        found.replaceChildren(piece)
        mark()
      } catch (problem) {
        last = ""
        note(found, why(problem))
      }
    }
    asked.addEventListener("input", (event) => {
      event.stopPropagation()
      clearTimeout(timer)
      timer = setTimeout(search, 300)
    })

    const address = panel.querySelector("[data-address]")
    const answer = panel.querySelector("[data-answer]")
    const get = panel.querySelector("[data-fetch]")
    const fetchIt = async () => {
      if (get.disabled) return
      get.disabled = true
      note(answer, words.wordLooking)
      try {
        const piece = await post(words.addressUrl, { address: address.value, article: words.article })
        const card = piece.querySelector("[data-card]")
        // Without a card it says why not, and what was typed stays.
        answer.replaceChildren(...(card ? [] : [piece]))
        if (card) {
          add(card)
          address.value = ""
        }
      } catch (problem) {
        note(answer, why(problem))
      }
      get.disabled = false
      address.focus()
    }
    get.addEventListener("click", fetchIt)
    // Enter in these fields asks, and does not save the article.
    for (const [input, act] of [[asked, search], [address, fetchIt]])
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return
        event.preventDefault()
        act()
      })
  }
  const start = () => document.querySelectorAll("[data-related]").forEach(ready)
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
