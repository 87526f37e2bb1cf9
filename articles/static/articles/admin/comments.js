// Comments beside the article's form: written, answered and settled without saving the article. The
// words that a comment is about are found again by themselves and by what stands before them; they
// are marked by the browser, so that the text itself stays as it is.
const panel = document.querySelector("#desk-comments")
const words = JSON.parse(document.querySelector("#desk-comment-words")?.textContent ?? "{}")
const say = (english) => words[english] ?? english
const list = panel?.querySelector("[data-comments-list]")
const status = panel?.querySelector("[data-comments-status]")
// Where the article may only be read, its text.
const editorOf = () => document.querySelector(".prose-editor .ProseMirror, [data-text-to-read]")
const REFRESH = 20_000
const BEFORE = 64
const QUOTE = 500
const BLOCKS = "p, h2, h3, h4, li, td, th, caption, blockquote, aside"

// The editor's words as one line, and where each piece of it stands. Boxes that only show something are left out.
const flatten = (root) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.getAttribute("contenteditable") === "false"
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  )
  const pieces = []
  let text = ""
  let block = null
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.nodeType !== Node.TEXT_NODE) continue
    const inside = node.parentElement.closest(BLOCKS)
    if (block && inside !== block) text += " "
    block = inside
    pieces.push({ node, start: text.length })
    // One for one, so that places stay right.
    text += node.data.replace(/\s/g, " ")
  }
  return { text, pieces }
}

const placeOf = ({ pieces }, node, offset) => {
  const direct = pieces.find((piece) => piece.node === node)
  if (direct) return direct.start + offset
  const mark = document.createRange()
  mark.setStart(node, offset)
  const next = pieces.find((piece) => mark.comparePoint(piece.node, 0) >= 0)
  if (next) return next.start
  const last = pieces.at(-1)
  return last ? last.start + last.node.data.length : 0
}

const rangeOf = ({ pieces }, start, end) => {
  const range = document.createRange()
  const first = pieces.findLast((piece) => piece.start <= start)
  const last = pieces.findLast((piece) => piece.start < end)
  if (!first || !last) return null
  range.setStart(first.node, Math.min(start - first.start, first.node.data.length))
  range.setEnd(last.node, Math.min(end - last.start, last.node.data.length))
  return range
}

// Of all places with these words, the one whose surroundings are most like what stood there.
const find = (flat, quote, before) => {
  let best = null
  const wanted = quote.replace(/\s/g, " ")
  if (!wanted) return null
  for (let at = flat.text.indexOf(wanted); at >= 0; at = flat.text.indexOf(wanted, at + 1)) {
    let same = 0
    while (same < before.length && flat.text[at - 1 - same] === before[before.length - 1 - same]) same += 1
    if (!best || same > best.same) best = { at, same }
  }
  return best && rangeOf(flat, best.at, best.at + wanted.length)
}

const ranges = new Map()
const canMark = Boolean(window.CSS?.highlights && window.Highlight)

const mark = () => {
  const editor = editorOf()
  ranges.clear()
  if (!editor) return
  const flat = flatten(editor)
  const open = new Set(list.querySelectorAll(":scope > ol > .desk-comment"))
  for (const button of list.querySelectorAll("[data-comment-show]")) {
    const found = find(flat, button.dataset.quote, button.dataset.before)
    const lost = button.parentElement.querySelector("[data-comment-lost]")
    lost.hidden = Boolean(found)
    lost.textContent = found ? "" : say("on words that have changed")
    button.disabled = !found
    if (found) ranges.set(button.dataset.commentShow, { range: found, open: open.has(button.closest(".desk-comment")) })
  }
  if (!canMark) return
  const shown = [...ranges.values()].filter(({ open }) => open).map(({ range }) => range)
  CSS.highlights.set("desk-comments", new Highlight(...shown))
}

const showWords = (id) => {
  const found = ranges.get(id)
  if (!found) return
  const holder = found.range.startContainer.parentElement
  holder.scrollIntoView({ block: "center", behavior: "smooth" })
  if (canMark) CSS.highlights.set("desk-comment-now", new Highlight(found.range))
  const selection = getSelection()
  editorOf().focus({ preventScroll: true })
  selection.setBaseAndExtent(found.range.endContainer, found.range.endOffset, found.range.endContainer, found.range.endOffset)
}

const showComment = (id) => {
  const comment = document.querySelector(`#comment-${id}`)
  if (!comment) return
  comment.closest("details")?.setAttribute("open", "")
  comment.scrollIntoView({ block: "center" })
  comment.focus({ preventScroll: true })
}

// A small button beside the words: to comment on what is selected, or to go to what was said about it.
const floating = document.createElement("button")
floating.type = "button"
floating.className = "desk-button desk-floating"
floating.hidden = true
let onFloating = null
// The selection must outlive the press.
floating.addEventListener("pointerdown", (event) => event.preventDefault())
floating.addEventListener("click", () => {
  onFloating?.()
  floating.hidden = true
})

const float = (word, range, action) => {
  const box = range.getBoundingClientRect()
  onFloating = action
  floating.textContent = say(word)
  floating.hidden = false
  const left = Math.min(Math.max(box.left + scrollX, scrollX + 8), scrollX + innerWidth - floating.offsetWidth - 8)
  floating.style.left = `${left}px`
  floating.style.top = `${box.bottom + scrollY + 6}px`
}

const selected = () => {
  const selection = getSelection()
  const editor = editorOf()
  if (!editor || !selection.rangeCount || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  if (!editor.contains(range.commonAncestorContainer)) return null
  const flat = flatten(editor)
  let start = placeOf(flat, range.startContainer, range.startOffset)
  let end = placeOf(flat, range.endContainer, range.endOffset)
  while (start < end && flat.text[start] === " ") start += 1
  while (end > start && flat.text[end - 1] === " ") end -= 1
  end = Math.min(end, start + QUOTE)
  if (start === end) return null
  return { quote: flat.text.slice(start, end), before: flat.text.slice(Math.max(0, start - BEFORE), start), range }
}

const form = panel?.querySelector(":scope > [data-comment-form]")
const about = panel?.querySelector("[data-comment-about]")

const aboutWords = (quote, before) => {
  form.elements.quote.value = quote
  form.elements.before.value = before
  about.hidden = !quote
  about.querySelector("[data-comment-quote]").textContent = quote
}

const commentOnSelection = () => {
  const found = selected()
  if (!found) return
  aboutWords(found.quote, found.before)
  form.scrollIntoView({ block: "center" })
  form.elements.text.focus({ preventScroll: true })
}

const typed = () =>
  [...list.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue) ||
  (list.contains(document.activeElement) && document.activeElement.matches("textarea"))

let shown = ""
const take = ({ html, open }, force) => {
  panel.querySelector("[data-comments-count]").textContent = open
  // Tokens against forgery differ each time and are no news.
  const plain = html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "")
  // What somebody is writing is not taken from under their hands.
  if (plain === shown || (!force && typed())) return
  shown = plain
  const kept = [...list.querySelectorAll("details[open]")].map(({ dataset }) => dataset.keepOpen)
  list.innerHTML = html
  if (!force) for (const name of kept) list.querySelector(`[data-keep-open="${name}"]`)?.setAttribute("open", "")
  mark()
}

const ask = async (url, options = {}) => {
  const response = await fetch(url, { ...options, headers: { Accept: "application/json" } })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.error ?? say("not sent"))
  return answer
}

const refresh = () => ask(panel.dataset.url).then((answer) => take(answer, false), () => {})

const send = async (sent) => {
  const button = sent.querySelector("button:not([type=button])")
  button.disabled = true
  try {
    const answer = await ask(sent.action, { method: "POST", body: new FormData(sent) })
    const said = sent.elements.text ? say("sent") : say("done")
    status.textContent = [said, answer.note].filter(Boolean).join(" ")
    if (sent === form) {
      sent.reset()
      for (const chosen of sent.querySelectorAll("[name=mentions]")) chosen.remove()
      aboutWords("", "")
    }
    shown = ""
    take(answer, true)
    document.querySelector(`#comment-${answer.at}`)?.focus({ preventScroll: true })
  } catch (error) {
    status.textContent = error instanceof TypeError ? say("not sent") : error.message
  }
  button.disabled = false
}

if (panel) {
  document.body.append(floating)
  panel.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-comment-form]")) return
    event.preventDefault()
    // The article's own form asks before leaving; this one leaves nothing.
    event.stopPropagation()
    send(event.target)
  })
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-comment-show]")
    if (button) showWords(button.dataset.commentShow)
    if (target.closest("[data-comment-whole]")) aboutWords("", "")
  })
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.form) return
    event.preventDefault()
    event.target.form.requestSubmit()
  })
  document.addEventListener("keydown", (event) => {
    // On some keyboards AltGr is Ctrl and Alt, and writes a letter.
    const asked = event.ctrlKey && event.altKey && event.code === "KeyM" && !event.getModifierState("AltGraph")
    if (!asked || !selected()) return
    event.preventDefault()
    floating.hidden = true
    commentOnSelection()
  })
  document.addEventListener("selectionchange", () => {
    const found = selected()
    if (found) float("Comment", found.range, commentOnSelection)
    else if (document.activeElement !== floating) floating.hidden = true
  })
  document.addEventListener("click", (event) => {
    const selection = getSelection()
    if (!editorOf()?.contains(event.target) || !selection.rangeCount || !selection.isCollapsed) return
    for (const [id, { range, open }] of ranges) {
      if (!open || !range.isPointInRange(selection.anchorNode, selection.anchorOffset)) continue
      for (const each of list.querySelectorAll(".is-now")) each.classList.remove("is-now")
      list.querySelector(`#comment-${id}`)?.classList.add("is-now")
      // The caret stays where it was put: to go to the comment is one press more.
      float("Show the comment", range, () => showComment(id))
      return
    }
  })
  let waiting = null
  const again = () => {
    clearTimeout(waiting)
    waiting = setTimeout(mark, 400)
  }
  const watch = () => {
    const editor = editorOf()
    if (!editor) return false
    new MutationObserver(again).observe(editor, { childList: true, characterData: true, subtree: true })
    mark()
    return true
  }
  if (!watch()) document.addEventListener("prose-editor:ready", () => setTimeout(watch))
  // The way from a mail: its number came through the sign-in in the query.
  const asked = new URLSearchParams(location.search).get("comment")
  if (asked && /^\d+$/.test(asked)) {
    showComment(asked)
    // The text above it grows once its editor is there.
    document.addEventListener("prose-editor:ready", () => setTimeout(showComment, 300, asked), { once: true })
  }
  setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH)
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh())
}
