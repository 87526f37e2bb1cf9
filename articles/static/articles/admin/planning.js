// Cards of the board and the calendar are dragged; each has a form that does the same without a mouse.
{
  const said = document.querySelector("[data-said]")
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

  const send = async (card, fields) => {
    const form = card.querySelector("form")
    const data = new FormData(form)
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    card.setAttribute("aria-busy", "true")
    try {
      const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } })
      if (response.ok && !response.redirected) return location.reload()
      const { sentences } = await response.json()
      said.textContent = sentences.join(" ")
    } catch {
      // No connection, or signed out: the form tells in the server's own words.
      form.requestSubmit()
    }
    card.removeAttribute("aria-busy")
  }

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
        if (dragged && !zone.contains(dragged)) dropped(dragged, zone)
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
