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

  let taken = null // What "Undo" sends, and where: the last move that was made, refusals after it or not.

  const show = (kind, ...words) => {
    toast.dataset.shown = kind
    undo.hidden = !taken
    undo.firstElementChild.textContent = kind === "refused" ? toast.dataset.wordUndoBefore : toast.dataset.wordUndo
    close.hidden = false
    said.replaceChildren(...words)
  }

  const tell = (answer, isRefused = false) => {
    if (!isRefused) taken = answer.undo ? answer : null
    show(isRefused ? "refused" : "done", answer.sentences.join(" "))
  }

  const quiet = () => {
    delete toast.dataset.shown
    undo.hidden = close.hidden = true
    said.textContent = ""
  }

  const linkOf = (number) => document.querySelector(`[data-card][data-article="${number}"] a`)

  const signIn = () => {
    const link = document.createElement("a")
    Object.assign(link, { href: toast.dataset.signIn, target: "_blank", rel: "opener", textContent: toast.dataset.wordSignIn })
    return link
  }

  // Nothing was moved, and the server did not say why: no connection, signed out, or a token of an earlier session.
  const trouble = async (response, action, data, isSecond) => {
    try {
      if (!response) throw new TypeError("no connection")
      const { user, token } = await (await fetch(toast.dataset.check)).json()
      if (user === null) return show("refused", toast.dataset.wordSignedOut, " ", signIn())
      if (isSecond || response.status >= 500) return show("refused", toast.dataset.wordFailed)
      data.set("csrfmiddlewaretoken", token)
      return post(action, data, true)
    } catch {
      show("refused", toast.dataset.wordOffline)
    }
  }

  // The page is loaded anew: what came of the move is told there, and the focus is on the card again.
  const post = async (action, data, isSecond = false) => {
    const response = await fetch(action, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null)
    if (!response?.headers.get("Content-Type")?.startsWith("application/json")) return trouble(response, action, data, isSecond)
    const answer = await response.json()
    if (!response.ok) {
      tell(answer, true)
      return answer
    }
    sessionStorage.setItem(KEPT, JSON.stringify({ ...answer, action }))
    location.reload()
    return answer
  }

  const send = async (card, fields) => {
    const form = card.querySelector("form")
    const data = new FormData(form)
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    card.setAttribute("aria-busy", "true")
    await post(form.action, data)
    card.removeAttribute("aria-busy")
  }

  const takeBack = async () => {
    if (!taken) return
    const last = taken
    const { action, seen, undo: fields, article } = last
    const data = new FormData()
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
    data.set("seen", seen)
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    taken = null
    quiet()
    linkOf(article)?.focus()
    // Where the server never answered, it is still there to be undone.
    if (await post(action, data)) return
    taken = last
    undo.hidden = false
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

  const ready = (zones, takes, dropped) => {
    for (const card of document.querySelectorAll("[data-card][draggable]")) {
      card.addEventListener("dragstart", (event) => {
        dragged = card
        event.dataTransfer.effectAllowed = "move"
        event.dataTransfer.setData("text/plain", "")
        // What was told lies over places to drop on, and a refusal has been read by now.
        if (toast.dataset.shown === "refused") quiet()
        toast.classList.add("desk-toast-away")
        for (const zone of zones) zone.classList.toggle("desk-drop-not", !takes(card, zone))
      })
      card.addEventListener("dragend", () => {
        dragged = null
        toast.classList.remove("desk-toast-away")
        for (const zone of zones) zone.classList.remove("desk-drop-not")
      })
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

  // The columns that the card's own form offers. A drop on another is answered with the reason.
  const mayGo = (card, { dataset: { state } }) =>
    state === card.dataset.from || [...card.querySelectorAll("[name=to] option")].some(({ value }) => value === state)
  const board = document.querySelector("[data-board]")
  if (board)
    ready(board.querySelectorAll("[data-state]"), mayGo, async (card, column) => {
      const fields = { to: column.dataset.state }
      if (column.dataset.state === "draft" && card.querySelector("textarea")) {
        const reason = await reasonFor()
        if (reason === null) return
        fields.reason = reason
      }
      send(card, fields)
    })
  const calendar = document.querySelector("[data-calendar]")
  if (calendar) ready(calendar.querySelectorAll("[data-day]"), () => true, (card, day) => send(card, { day: day.dataset.day }))
}
