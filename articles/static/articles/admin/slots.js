// The slots of a front: dragged between the places of the page, or moved with buttons.
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

  const ready = (board) => {
    const { slots: prefix, wordAdd, wordUp, wordDown, wordDrag, wordRemove, wordUndo, wordFull } = board.dataset
    const total = board.querySelector(`[name="${prefix}-TOTAL_FORMS"]`)
    const blank = board.querySelector("template")
    let dragged = null

    // The order of the lines on the page is their order on the front; their zone is their place.
    const number = () => {
      let position = 0
      for (const zone of board.querySelectorAll("[data-place]"))
        for (const line of zone.querySelectorAll("[data-slot]")) {
          line.querySelector("[name$=-position]").value = position++
          line.querySelector("[name$=-place]").value = zone.dataset.place
        }
      tell()
    }
    // What does not fit is said at once, not only once it was saved.
    const tell = () => {
      for (const zone of board.querySelectorAll("[data-holds]")) {
        const standing = [...zone.querySelectorAll("[data-slot]:not(.desk-slot-gone):not([data-idle])")]
        const said = zone.querySelector("[data-full]")
        const text = standing.length > Number(zone.dataset.holds) ? wordFull.replace("{number}", zone.dataset.holds) : ""
        if (said.textContent !== text) said.textContent = text
      }
    }
    const lines = () => [...board.querySelectorAll("[data-slot]")]
    const step = (line, by) => {
      const zones = [...board.querySelectorAll(".desk-zone-lines")]
      const here = line.parentElement
      const beside = by < 0 ? line.previousElementSibling : line.nextElementSibling
      const zone = zones[zones.indexOf(here) + by]
      if (beside) by < 0 ? beside.before(line) : beside.after(line)
      else if (zone) by < 0 ? zone.append(line) : zone.prepend(line)
      number()
    }
    const dress = (line) => {
      const handle = document.createElement("span")
      handle.className = "desk-slot-handle"
      handle.textContent = "⠿"
      handle.title = wordDrag
      handle.setAttribute("aria-hidden", "true")
      // Only the handle begins a drag: words in the fields stay selectable.
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
        number()
      })
      const remove = line.querySelector("[name$=-DELETE]")
      const tools = document.createElement("span")
      tools.className = "desk-slot-tools"
      const moved = (by) => (event) => {
        step(line, by)
        event.currentTarget.focus()
      }
      tools.append(button(wordUp, "↑", moved(-1)), button(wordDown, "↓", moved(1)))
      if (remove) {
        const away = button(wordRemove, "×", () => {
          remove.checked = !remove.checked
          line.classList.toggle("desk-slot-gone", remove.checked)
          away.textContent = remove.checked ? "↩" : "×"
          away.title = remove.checked ? wordUndo : wordRemove
          away.setAttribute("aria-label", away.title)
          tell()
        })
        if (remove.checked) line.classList.add("desk-slot-gone")
        tools.append(away)
      }
      line.prepend(handle)
      line.append(tools)
    }
    board.classList.add("desk-slots-live")
    lines().forEach(dress)
    tell()
    for (const zone of board.querySelectorAll("[data-place]")) {
      const list = zone.querySelector(".desk-zone-lines")
      zone.addEventListener("dragover", (event) => {
        if (!dragged) return
        event.preventDefault()
        const below = [...list.children].find((line) => {
          const box = line.getBoundingClientRect()
          return line !== dragged && event.clientY < box.top + box.height / 2
        })
        list.insertBefore(dragged, below ?? null)
      })
      zone.addEventListener("drop", (event) => event.preventDefault())
      const add = document.createElement("button")
      add.type = "button"
      add.className = "desk-button desk-zone-add"
      add.textContent = wordAdd
      add.setAttribute("aria-describedby", zone.querySelector("h2").id)
      add.addEventListener("click", () => {
        const holder = document.createElement("ol")
        holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value)
        total.value = Number(total.value) + 1
        const line = holder.firstElementChild
        dress(line)
        list.append(line)
        number()
        // Django's script and ours turn its list into one that searches.
        line.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: prefix } }))
        // Its search is open: what is typed next looks for a story.
        window.django.jQuery(line.querySelector("select.select2-hidden-accessible")).select2("open")
      })
      zone.append(add)
    }
  }
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-slots]").forEach(ready))
}
