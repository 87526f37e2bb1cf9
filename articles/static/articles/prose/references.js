// Blocks that refer to something by number or address. Stored bodies hold nothing else of them;
// what is shown here is fetched anew each time, so a title never goes stale.
import { Node, crel, mergeAttributes } from "django-prose-editor/editor"
import { moveBlock } from "articles/prose/keyboard"
import { address, ask, chooseArticle, lookUp, say, wholeAddress } from "articles/prose/dialogs"
import { askPictureWords, choosePicture } from "articles/prose/library"

const svg = (d) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">${d}</svg>`

// A button of the toolbar with its word beside the drawing.
export const worded = (buttons, drawing, english) => {
  const made = buttons.svg(svg(drawing), say(english))
  made.append(crel("span", { className: "desk-word", textContent: say(english) }))
  return made
}

const dataName = (attr) => `data-${attr}`

const write = (editor, name, attrs) => {
  const { $to } = editor.state.selection
  const content = [{ type: name, attrs }]
  // Something to write on in, below a block that ends the text.
  if ($to.depth === 0 || $to.after(1) === editor.state.doc.content.size) content.push({ type: "paragraph" })
  const chain = editor.chain().focus()
  // Blocks stand at the top level: out of a list or a table, behind it.
  if ($to.depth > 1) chain.insertContentAt($to.after(1), content).run()
  else chain.insertContent(content).run()
}

const rewrite = (editor, position, attrs) =>
  editor.commands.command(({ tr }) => {
    tr.setNodeMarkup(position, undefined, attrs)
    return true
  })

// What `edit` gives for a block that has nothing left to show.
const NOTHING = Symbol("nothing")

// `edit(editor, attrs)` gives new attributes, null or NOTHING; `draw(editor, attrs)` gives nodes, or a promise of them.
const reference = ({ name, tag, attrs, english, drawing, edit, draw, inline = false }) =>
  Node.create({
    name,
    group: inline ? "inline" : "box",
    inline,
    atom: true,
    draggable: true,
    selectable: true,
    addAttributes: () =>
      Object.fromEntries(
        attrs.map((attr) => [
          attr,
          {
            default: null,
            parseHTML: (element) => element.getAttribute(dataName(attr)),
            renderHTML: (values) => (values[attr] ? { [dataName(attr)]: values[attr] } : {}),
          },
        ]),
      ),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes)],
    addMenuItems({ buttons, menu }) {
      menu.defineItem({
        name,
        groups: inline ? "notes" : "boxes",
        button: worded(buttons, drawing, english),
        active: (editor) => editor.isActive(name),
        command: async (editor) => {
          const { node, from } = editor.state.selection
          const chosen = node?.type.name === name
          const values = await edit(editor, chosen ? node.attrs : {})
          if (!values || (values === NOTHING && !chosen)) return
          if (values === NOTHING) editor.chain().focus().deleteSelection().run()
          else if (chosen) rewrite(editor, from, values)
          else if (inline) editor.chain().focus().insertContent({ type: name, attrs: values }).run()
          else write(editor, name, values)
        },
      })
    },
    addNodeView() {
      return ({ node, editor, getPos }) => {
        let shown = node
        const body = crel(inline ? "span" : "div", { className: "desk-block-body" })
        const dom = crel(inline ? "span" : "div", { className: `desk-block desk-${tag}` }, [body])
        dom.contentEditable = "false"
        const render = async () => {
          const now = shown
          const nodes = await draw(editor, now.attrs)
          if (now === shown) body.replaceChildren(...nodes)
        }
        const remove = () => {
          const position = getPos()
          editor.chain().focus().deleteRange({ from: position, to: position + shown.nodeSize }).run()
        }
        const change = async () => {
          const values = await edit(editor, shown.attrs)
          if (!values) return
          if (values === NOTHING) return remove()
          rewrite(editor, getPos(), values)
          // Words that went to the library change what is shown here and nothing of the block itself.
          render()
        }
        if (inline) {
          dom.addEventListener("dblclick", change)
        } else if (editor.isEditable) {
          const act = (english, run) => {
            const made = crel("button", { type: "button", textContent: say(english) })
            made.addEventListener("click", run)
            return made
          }
          dom.prepend(
            crel("div", { className: "desk-block-head" }, [
              crel("span", { textContent: say(english) }),
              act("Up", () => moveBlock(editor, -1, getPos())),
              act("Down", () => moveBlock(editor, 1, getPos())),
              act("Edit", change),
              act("Remove", remove),
            ]),
          )
        }
        render()
        return {
          dom,
          update(updated) {
            if (updated.type.name !== name) return false
            shown = updated
            render()
            return true
          },
          stopEvent: (event) => event.type !== "dragstart" && Boolean(event.target.closest("button")),
          ignoreMutation: () => true,
        }
      }
    },
  })

const CAPTION = { caption: { title: say("Caption"), help: say("Empty: the picture's own."), long: true, max: 1000 } }
const gone = (english) => crel("em", { className: "desk-warning", textContent: say(english) })
const ids = (list) => (list ?? "").split(",").filter(Boolean)

const pictureNodes = (item, caption) => {
  if (!item) return [gone("This picture is gone.")]
  const words = [caption || item.caption, item.credit].filter(Boolean).join(" — ")
  const nodes = [crel("img", { src: item.thumb, alt: item.text }), crel("span", { textContent: words || item.text })]
  if (item.lacks_alt) nodes.push(gone("No alt text"))
  else nodes.push(crel("small", { className: "desk-help", textContent: `${say("Alt text")}: ${item.alt}` }))
  return nodes
}

export const Picture = reference({
  name: "Picture",
  tag: "cms-picture",
  attrs: ["picture", "caption"],
  english: "Picture",
  drawing: '<rect x="3" y="4" width="18" height="16"/><circle cx="9" cy="10" r="2"/><path d="M3 18l6-5 4 3 4-4 4 4"/>',
  edit: async (editor, attrs) => {
    let picture = attrs.picture
    if (!picture) {
      const item = await choosePicture(editor)
      if (!item) return null
      picture = String(item.id)
    }
    const [item] = await lookUp(address(editor, "pictures"), [picture])
    const answer = await askPictureWords(editor, item, attrs.caption)
    return answer ? { picture, caption: answer.caption || null } : null
  },
  draw: async (editor, { picture, caption }) =>
    pictureNodes((await lookUp(address(editor, "pictures"), [picture]))[0], caption),
})

export const Gallery = reference({
  name: "Gallery",
  tag: "cms-gallery",
  attrs: ["pictures", "caption"],
  english: "Gallery",
  drawing: '<rect x="3" y="7" width="13" height="12"/><path d="M7 7V4h14v12h-5"/>',
  edit: async (editor, attrs) => {
    const url = address(editor, "pictures")
    const many = (await lookUp(url, ids(attrs.pictures))).filter(Boolean)
    const { title, max } = CAPTION.caption
    const caption = crel("textarea", { id: "desk-gallery-caption", rows: 2, maxLength: max, value: attrs.caption ?? "" })
    const words = crel("div", { className: "prose-editor-dialog-field" }, [crel("label", { htmlFor: caption.id, textContent: title }), caption])
    const items = await choosePicture(editor, { many, most: 60, below: [words] })
    if (!items) return null
    if (!items.length) return NOTHING
    return { pictures: items.map(({ id }) => id).join(","), caption: caption.value.trim() || null }
  },
  draw: async (editor, { pictures, caption }) => {
    const items = await lookUp(address(editor, "pictures"), ids(pictures))
    const strip = items.map((item) =>
      item ? crel("img", { src: item.thumb, alt: item.text }) : gone("This picture is gone."),
    )
    return [crel("div", { className: "desk-strip" }, strip), crel("span", { textContent: caption ?? "" })]
  },
})

export const ReadAlso = reference({
  name: "ReadAlso",
  tag: "cms-read-also",
  attrs: ["article"],
  english: "Read also",
  drawing: '<path d="M5 4h11l3 3v13H5z M9 11h6 M9 15h6"/>',
  edit: async (editor) => {
    const item = await chooseArticle(address(editor, "articles"))
    return item ? { article: String(item.id) } : null
  },
  draw: async (editor, { article }) => {
    const [item] = await lookUp(address(editor, "articles"), [article])
    if (!item) return [gone("This article is gone.")]
    const nodes = [crel("strong", { textContent: item.text }), crel("small", { textContent: item.note })]
    if (item.thumb) nodes.unshift(crel("img", { src: item.thumb, alt: "" }))
    return nodes
  },
})

const isWebAddress = (value) => /^https?:\/\/[^\s/]+/i.test(value) && URL.canParse(value)

export const Embed = reference({
  name: "Embed",
  tag: "cms-embed",
  attrs: ["url"],
  english: "Embed",
  drawing: '<path d="M8 6l-6 6 6 6 M16 6l6 6-6 6"/>',
  edit: (editor, attrs) =>
    ask(
      say("Embed"),
      {
        url: {
          title: say("Address"),
          help: say("A page of a video, a post or a map; readers open it by a click."),
          required: true,
          max: 2000,
          tidy: wholeAddress,
          check: (value) => (isWebAddress(value) ? "" : say("Write a whole address that begins with https://.")),
        },
      },
      attrs,
    ),
  draw: async (editor, { url }) => {
    const nodes = [crel("code", { textContent: url })]
    try {
      const response = await fetch(`${address(editor, "embeds")}?url=${encodeURIComponent(url)}`)
      const { player } = await response.json()
      if (player) nodes.unshift(crel("strong", { textContent: player }))
      if (response.ok && !player) nodes.push(gone("This site has no player here: readers get a link only."))
    } catch {
      // The address says enough.
    }
    return nodes
  },
})

export const Footnote = reference({
  name: "Footnote",
  tag: "cms-footnote",
  attrs: ["text"],
  english: "Footnote",
  inline: true,
  drawing: '<path d="M4 20h10 M4 15h14 M15 9l3-3v7"/>',
  edit: (editor, attrs) =>
    ask(say("Footnote"), { text: { title: say("Text of the note"), long: true, required: true, max: 2000 } }, attrs),
  draw: (editor, { text }) => [crel("sup", { textContent: "*", title: text })],
})
