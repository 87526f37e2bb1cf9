// The list “Before publishing”: asked anew while somebody writes, and each line leads to its spot.
{
  const PAUSE = 1500

  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.matches("details")) at.open = true
      if (at.matches("[popover]:not(:popover-open)")) at.showPopover()
      if (at.matches(".tab-wrapper")) {
        // The theme's tabs know no address: the one in the same place among its like is it.
        const place = [...at.parentElement.querySelectorAll(":scope > .tab-wrapper")].indexOf(at)
        at.parentElement.querySelectorAll("nav > a")[place]?.click()
      }
    }
    if (element.closest("[data-inline-type]")?.id) {
      const prefix = element.closest("[data-inline-type]").id.replace(/-group$/, "")
      document.querySelector(`a[href="#${CSS.escape(prefix)}"]`)?.click()
    }
    // A tab of lines covers the whole form.
    if (!element.closest("[data-inline-type]")) document.querySelector('a[href="#general"]')?.click()
  }

  const flash = (element) => {
    // Through the animation alone: an attribute would be a change of the text to the editor.
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--desk-accent") || "currentColor"
    const marked = { outline: `3px solid ${colour}`, outlineOffset: "4px" }
    element.animate([marked, marked, { outline: "3px solid transparent", outlineOffset: "4px" }], 2500)
  }

  const bodyBlocks = () => {
    const root = document.querySelector(".prose-editor:has(#id_body) .ProseMirror, .field-body .ProseMirror")
    const others = ".ProseMirror-gapcursor, .ProseMirror-widget, .ProseMirror-separator"
    return { root, blocks: root ? [...root.children].filter((child) => !child.matches(others)) : [] }
  }

  const toBlock = (place) => {
    const { root, blocks } = bodyBlocks()
    const block = blocks[Math.min(place, blocks.length - 1)]
    if (!block) return
    reveal(root)
    root.focus({ preventScroll: true })
    if (block.isContentEditable) getSelection().collapse(block, 0)
    block.scrollIntoView({ block: "center" })
    flash(block)
  }

  const toField = (spot) => {
    const found = document.getElementById(spot) ?? document.getElementById(`${spot}_0`)
    if (!found) return
    reveal(found)
    const inside = "input:not([type=hidden]), select, textarea, .select2-selection"
    const field = found.matches("input, select, textarea") ? found : (found.querySelector(inside) ?? found)
    const shown = field.matches(".select2-hidden-accessible")
      ? field.parentElement.querySelector(".select2-selection")
      : field.id === "id_body"
        ? (bodyBlocks().root ?? field)
        : field
    // After the tab has come to light.
    requestAnimationFrame(() => {
      shown.focus({ preventScroll: true })
      shown.scrollIntoView({ block: "center" })
      flash(shown)
    })
  }

  const start = () => {
    const panel = document.getElementById("desk-checks")
    const form = panel?.closest("form") ?? document.getElementById("article_form")
    if (!panel || !form) return
    const list = panel.querySelector("[data-checks-list]")
    const short = panel.querySelector("[data-checks-short]")
    const again = panel.querySelector("[data-checks-again]")
    const note = document.createElement("a")
    note.className = "desk-checks-note"
    note.href = "#desk-checks"
    note.addEventListener("click", (event) => {
      event.preventDefault()
      panel.open = true
      const first = list.querySelector("a") ?? panel.querySelector("summary")
      first.focus({ preventScroll: true })
      panel.scrollIntoView({ block: "center" })
    })

    const count = () => {
      const strong = [...list.querySelectorAll(".desk-findings-count strong")]
      short.replaceChildren(...strong.map((each) => each.cloneNode(true)))
      note.replaceChildren(...strong.map((each) => each.cloneNode(true)))
      note.title = panel.dataset.look
      note.hidden = strong.length === 0
      // Beside the buttons, where somebody is about to publish; whoever looked already just goes on.
      document.getElementById("submit-row")?.prepend(note)
    }

    let asking
    const check = async () => {
      asking?.abort()
      asking = new AbortController()
      try {
        const body = new FormData(form)
        const answer = await fetch(panel.dataset.checksUrl, { method: "POST", body, signal: asking.signal })
        // Whoever is no longer signed in is sent to another page, which is no list.
        if (!answer.ok || answer.redirected) throw new Error(answer.status)
        const fresh = document.createElement("template")
        fresh.innerHTML = await answer.text()
        const words = (node) => node.textContent.replace(/\s+/g, " ")
        if (words(fresh.content) === words(list)) return
        const place = [...list.querySelectorAll("a")].indexOf(document.activeElement)
        list.replaceChildren(fresh.content)
        const links = list.querySelectorAll("a")
        if (place >= 0) (links[Math.min(place, links.length - 1)] ?? panel.querySelector("summary")).focus()
        count()
      } catch (problem) {
        if (problem.name === "AbortError") return
        const line = document.createElement("p")
        line.className = "desk-help"
        line.textContent = panel.dataset.failed
        list.querySelector(":scope > .desk-help")?.remove()
        list.append(line)
      }
    }
    let timer
    const later = (event) => {
      if (event?.target?.closest?.("#desk-checks")) return
      clearTimeout(timer)
      timer = setTimeout(check, PAUSE)
    }
    form.addEventListener("input", later)
    form.addEventListener("change", later)
    // Lists made by Select2 tell of a choice through jQuery only.
    window.django?.jQuery?.(form).on("change", later)
    document.addEventListener("formset:added", later)
    document.addEventListener("formset:removed", later)
    document.addEventListener("prose-editor:ready", ({ detail }) => detail.editor.on("update", later))
    again.hidden = false
    again.addEventListener("click", () => {
      clearTimeout(timer)
      check()
    })
    list.addEventListener("click", (event) => {
      const link = event.target.closest("[data-spot]")
      if (!link) return
      event.preventDefault()
      const [where, place] = link.dataset.spot.split(":")
      if (where === "body") toBlock(Number(place))
      else toField(where)
    })
    count()
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
