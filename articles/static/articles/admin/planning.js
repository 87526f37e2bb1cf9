// Cards of the board and the calendar are dragged; each has a form that does the same without a mouse.
{
  const KEPT = "desk-moved"
  const toast = document.querySelector("[data-toast]")
  const said = toast.querySelector("[data-said]")
  const undo = toast.querySelector("[data-undo]")
  const close = toast.querySelector("[data-close]")
  const dialog = document.querySelector("[data-reason-dialog]")
  let dragged = null

  const reasonFor = () =>
    new Promise((resolve) => {
      const words = dialog.querySelector("textarea")
      words.value = ""
      dialog.returnValue = ""
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "send" ? words.value : null), { once: true })
      dialog.showModal()
    })

  let taken = null // What "Undo" sends, and where.

  const tell = (answer, isRefused = false) => {
    taken = answer.undo ? answer : null
    toast.dataset.shown = isRefused ? "refused" : "done"
    undo.hidden = !taken
    close.hidden = false
    said.textContent = answer.sentences.join(" ")
  }

  const quiet = () => {
    taken = null
    delete toast.dataset.shown
    undo.hidden = close.hidden = true
    said.textContent = ""
  }

  const linkOf = (number) => document.querySelector(`[data-card][data-article="${number}"] a`)

  // The page is loaded anew: what came of the move is told there, and the focus is on the card again.
  const post = async (action, data) => {
    const response = await fetch(action, { method: "POST", body: data, headers: { Accept: "application/json" } })
    if (response.redirected) throw new Error("signed out")
    const answer = await response.json()
    if (!response.ok) return tell(answer, true)
    sessionStorage.setItem(KEPT, JSON.stringify({ ...answer, action }))
    location.reload()
  }

  const send = async (card, fields) => {
    const form = card.querySelector("form")
    const data = new FormData(form)
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    card.setAttribute("aria-busy", "true")
    try {
      await post(form.action, data)
    } catch {
      // No connection, or signed out: the form tells in the server's own words.
      form.submit()
    }
    card.removeAttribute("aria-busy")
  }

  const takeBack = async () => {
    if (!taken) return
    const { action, seen, undo: fields, article } = taken
    const data = new FormData()
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
    data.set("seen", seen)
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    quiet()
    linkOf(article)?.focus()
    try {
      await post(action, data)
    } catch {
      location.reload()
    }
  }
  undo.addEventListener("click", takeBack)
  close.addEventListener("click", quiet)
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]")
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && taken && !isTyping) {
      event.preventDefault()
      takeBack()
    }
  })

  const kept = sessionStorage.getItem(KEPT)
  sessionStorage.removeItem(KEPT)
  if (kept)
    window.addEventListener("load", () => {
      const answer = JSON.parse(kept)
      linkOf(answer.article)?.focus()
      tell(answer)
    })

  // Without the focus of a form that was folded in, it would be lost with the page.
  for (const card of document.querySelectorAll("[data-card]"))
    card.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault()
      send(card, {})
    })

  const ready = (zones, dropped) => {
    for (const card of document.querySelectorAll("[data-card][draggable]")) {
      card.addEventListener("dragstart", (event) => {
        dragged = card
        event.dataTransfer.effectAllowed = "move"
        event.dataTransfer.setData("text/plain", "")
      })
      card.addEventListener("dragend", () => (dragged = null))
    }
    for (const zone of zones) {
      zone.addEventListener("dragover", (event) => {
        if (!dragged || zone.contains(dragged)) return
        event.preventDefault()
        zone.classList.add("desk-drop-here")
      })
      zone.addEventListener("dragleave", () => zone.classList.remove("desk-drop-here"))
      zone.addEventListener("drop", (event) => {
        event.preventDefault()
        zone.classList.remove("desk-drop-here")
        if (!dragged || zone.contains(dragged)) return
        dragged.querySelector("a").focus({ preventScroll: true })
        dropped(dragged, zone)
      })
    }
  }

  const board = document.querySelector("[data-board]")
  if (board)
    ready(board.querySelectorAll("[data-state]"), async (card, column) => {
      const fields = { to: column.dataset.state }
      if (column.dataset.state === "draft" && card.querySelector("textarea")) {
        const reason = await reasonFor()
        if (reason === null) return
        fields.reason = reason
      }
      send(card, fields)
    })
  const calendar = document.querySelector("[data-calendar]")
  if (calendar) ready(calendar.querySelectorAll("[data-day]"), (card, day) => send(card, { day: day.dataset.day }))
}
