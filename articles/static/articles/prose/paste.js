// Pasting: other programs' markup comes in clean, an address becomes what it stands for, and a picture
// goes to the library.
import { Extension, Plugin, crel } from "django-prose-editor/editor"
import { cleanPasted, unwrapped } from "articles/prose/clean"
import { address, lookUp, say } from "articles/prose/dialogs"
import { addFile } from "articles/prose/library"

// A sentence under the bar that a screen reader hears, until the next one or a while has passed.
export const notify = (editor, sentence) => {
  const root = editor.view.dom.closest(".prose-editor")
  root.querySelector(".desk-said")?.remove()
  const said = crel("p", { className: "desk-said", role: "status" })
  editor.view.dom.before(said)
  said.textContent = sentence
  setTimeout(() => said.remove(), 20_000)
}

const ADDRESS = /^https?:\/\/[^\s<>"]+$/i
export const isOwn = (value) => {
  if (!URL.canParse(value, location.origin)) return false
  const url = new URL(value, location.origin)
  const rules = JSON.parse(document.getElementById("desk-look")?.textContent ?? "{}")
  return (url.origin === location.origin || (rules.host && url.host === rules.host)) && url.pathname.length > 1
}

// The article of ours that an address leads to, or null.
export const articleAt = async (editor, value) => {
  if (!isOwn(value)) return null
  try {
    const { pathname } = new URL(value, location.origin)
    const response = await fetch(`${address(editor, "articles")}?address=${encodeURIComponent(pathname)}`)
    return response.ok ? ((await response.json()).results[0] ?? null) : null
  } catch {
    return null
  }
}

// Links by address to what is ours become references, so that they never die: what was pasted, and what became a
// link while somebody typed. A place inside an article is no reference. Each address is asked about once.
const asked = new Map()
const referOwnLinks = async (editor) => {
  const found = new Set()
  editor.state.doc.descendants((node) => {
    for (const { type, attrs } of node.marks)
      if (type.name === "link" && asked.get(attrs.href) !== null && isOwn(attrs.href) && !attrs.href.includes("#")) found.add(attrs.href)
  })
  for (const href of found) {
    if (!asked.has(href)) asked.set(href, await articleAt(editor, href))
    const item = asked.get(href)
    if (!item || editor.isDestroyed) continue
    editor.commands.command(({ tr, state }) => {
      const type = state.schema.marks.ArticleLink
      tr.doc.descendants((node, position) => {
        const link = node.marks.find((mark) => mark.type.name === "link" && mark.attrs.href === href)
        if (!link) return
        tr.removeMark(position, position + node.nodeSize, link.type)
        tr.addMark(position, position + node.nodeSize, type.create({ article: String(item.id) }))
      })
      // What is undone is what somebody typed.
      tr.setMeta("addToHistory", false)
      return true
    })
  }
}

const playerOf = async (editor, url) => {
  try {
    const response = await fetch(`${address(editor, "embeds")}?url=${encodeURIComponent(url)}`)
    return response.ok ? (await response.json()).player : ""
  } catch {
    return ""
  }
}

// An address alone: over words a link, on an empty line a player where there is one, ours by its headline.
const takeAddress = async (editor, url) => {
  const { empty, $from } = editor.state.selection
  const item = await articleAt(editor, url)
  if (!empty) {
    const mark = item ? ["ArticleLink", { article: String(item.id) }] : ["link", { href: url }]
    editor.chain().focus().setMark(...mark).run()
    return
  }
  const alone = $from.parent.type.name === "paragraph" && !$from.parent.content.size
  if (item) {
    const content = { type: "text", text: item.text, marks: [{ type: "ArticleLink", attrs: { article: String(item.id) } }] }
    editor.chain().focus().insertContent(content).run()
  } else if (alone && $from.depth === 1 && (await playerOf(editor, url))) {
    const content = [{ type: "Embed", attrs: { url } }, { type: "paragraph" }]
    editor.chain().focus().insertContent(content).run()
  } else {
    editor.chain().focus().insertContent({ type: "text", text: url, marks: [{ type: "link", attrs: { href: url } }] }).run()
  }
}

const pictureOf = (data) => [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/"))
const takePicture = async (editor, file) => {
  const item = await addFile(editor, file)
  if (item) editor.chain().focus().insertContent([{ type: "Picture", attrs: { picture: String(item.id) } }, { type: "paragraph" }]).run()
}

export const Paste = Extension.create({
  name: "Paste",
  priority: 1000,
  onUpdate() {
    clearTimeout(this.storage.timer)
    this.storage.timer = setTimeout(() => referOwnLinks(this.editor), 300)
  },
  addStorage: () => ({ timer: 0 }),
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          transformPastedHTML(html) {
            // Our own text, cut or copied here, is what it should be.
            if (/data-pm-slice/.test(html)) return html
            const cleaned = cleanPasted(html)
            if (cleaned.pictures)
              setTimeout(() => notify(editor, `${say("Pictures were left out: put them into the library first.")} (${cleaned.pictures})`))
            return cleaned.html
          },
          handlePaste(view, event) {
            // What was said of the last paste is not true of this one.
            view.dom.closest(".prose-editor").querySelector(".desk-said")?.remove()
            const data = event.clipboardData
            const text = data?.getData("text/plain").trim() ?? ""
            const file = pictureOf(data)
            if (file && !text && !/<(p|table|li|h[1-6])\b/i.test(data.getData("text/html"))) {
              takePicture(editor, file)
              return true
            }
            if (!ADDRESS.test(text)) return false
            takeAddress(editor, unwrapped(text))
            return true
          },
          handleDrop(view, event) {
            const file = pictureOf(event.dataTransfer)
            if (!file) return false
            event.preventDefault()
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (place) editor.commands.setTextSelection(place.pos)
            takePicture(editor, file)
            return true
          },
        },
      }),
    ]
  },
})
