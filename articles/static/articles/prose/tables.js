// Tables as they are stored: a caption, rows of headings in a thead, and the scope of heading cells.
// The library's tables know none of these and would lose them on saving.
import {
  Extension, Table as BaseTable, TableHeader as BaseHeader, TableRow as BaseRow, crel,
} from "django-prose-editor/editor" // prettier-ignore
import { ask, say } from "articles/prose/dialogs"
import { worded } from "articles/prose/references"

const KEPT = {
  STRONG: [], EM: [], S: [], SUB: [], SUP: [], CITE: [], BR: [], A: ["href", "data-article"], "CMS-FOOTNOTE": ["data-text"],
} // prettier-ignore
const SAFE_LINK = /^(https?:|mailto:|tel:|\/)/i

// A caption is kept as an attribute of the table, because every child of a table is a row to the
// library. What was pasted into one is copied by this list and nothing else.
const copied = (from) => {
  const made = document.createDocumentFragment()
  for (const child of from.childNodes) {
    if (child.nodeType === window.Node.TEXT_NODE) made.append(child.data)
    else if (child.tagName in KEPT) {
      const element = document.createElement(child.tagName)
      for (const name of KEPT[child.tagName]) {
        const value = child.getAttribute(name)
        if (value && (name !== "href" || SAFE_LINK.test(value))) element.setAttribute(name, value)
      }
      element.append(copied(child))
      made.append(element)
    } else if (child.childNodes) made.append(copied(child))
  }
  return made
}
const captionElement = (html) => {
  const parsed = new DOMParser().parseFromString(html, "text/html")
  return crel("caption", {}, [copied(parsed.body)])
}
const captionOf = (table) => {
  const caption = [...table.children].find(({ tagName }) => tagName === "CAPTION")
  return caption?.textContent.trim() ? crel("div", {}, [copied(caption)]).innerHTML : null
}

export const Table = BaseTable.extend({
  addCommands() {
    return {
      ...this.parent?.(),
      // The library asks in English, whatever the language of the page.
      insertTableWithOptions:
        () =>
        ({ editor }) => {
          const count = (title) => ({ title: say(title), number: true, required: true })
          const head = { title: say("First row"), choices: { yes: say("Headings"), "": say("Figures or words") } }
          ask(say("Insert table"), { rows: count("Rows"), cols: count("Columns"), head }, { rows: 3, cols: 3, head: "yes" }).then((answer) => {
            if (!answer) return
            const [rows, cols] = [answer.rows, answer.cols].map((value) => Math.min(Math.max(Number.parseInt(value, 10) || 1, 1), 100))
            editor.chain().focus().insertTable({ rows, cols, withHeaderRow: answer.head === "yes" }).run()
          })
          return true
        },
    }
  },
  addAttributes() {
    return { ...this.parent?.(), caption: { default: null, parseHTML: captionOf, rendered: false } }
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node, HTMLAttributes }) {
    const caption = node.attrs.caption ? [captionElement(node.attrs.caption)] : []
    return ["table", HTMLAttributes, ...caption, ["tbody", 0]]
  },
  addNodeView() {
    const make = this.parent?.()
    return (props) => {
      const view = make(props)
      const update = view.update.bind(view)
      const showCaption = (node) => {
        view.table.querySelector(":scope > caption")?.remove()
        if (!node.attrs.caption) return
        const caption = captionElement(node.attrs.caption)
        caption.contentEditable = "false"
        view.table.prepend(caption)
      }
      showCaption(props.node)
      view.update = (node, ...rest) => {
        const taken = update(node, ...rest)
        if (taken) showCaption(node)
        return taken
      }
      return view
    }
  },
})

export const TableHeader = BaseHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } }
  },
})

export const TableRow = BaseRow.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      head: {
        default: false,
        parseHTML: (row) => row.parentElement?.tagName === "THEAD",
        renderHTML: ({ head }) => (head ? { "data-head": "" } : {}),
      },
    }
  },
})

export const TableCaption = Extension.create({
  name: "TableCaption",
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "tableCaption",
      groups: "table",
      button: worded(buttons, '<path d="M4 5h16 M4 9h16v11H4z"/>', "Caption of the table"),
      hidden: (editor) => !editor.isActive("table"),
      command: async (editor) => {
        const before = editor.getAttributes("table").caption
        const text = before ? captionElement(before).textContent : ""
        const answer = await ask(say("Caption of the table"), { caption: { title: say("Caption"), max: 1000 } }, { caption: text })
        if (!answer || answer.caption === text) return
        const caption = answer.caption ? crel("div", { textContent: answer.caption }).innerHTML : null
        editor.chain().focus().updateAttributes("table", { caption }).run()
      },
    })
    menu.defineItem({
      name: "headingScope",
      groups: "table",
      button: worded(buttons, '<path d="M4 5h16v4H4z M4 9h5v11H4z"/>', "What it heads"),
      hidden: (editor) => !editor.isActive("tableHeader"),
      command: async (editor) => {
        const choices = { "": say("By its place"), col: say("The column below"), row: say("The row beside") }
        const before = editor.getAttributes("tableHeader").scope ?? ""
        const answer = await ask(say("What the heading cell heads"), { scope: { title: say("It heads"), choices } }, { scope: before })
        if (answer) editor.chain().focus().updateAttributes("tableHeader", { scope: answer.scope || null }).run()
      },
    })
  },
})

// Put the first rows of headings where they belong: the library writes every row into the tbody.
export const withHeads = (html) => {
  if (!html.includes("<table")) return html
  const page = new DOMParser().parseFromString(html, "text/html")
  for (const body of page.querySelectorAll("table > tbody")) {
    const head = page.createElement("thead")
    const isHead = (row) => row.hasAttribute("data-head") || [...row.children].every(({ tagName }) => tagName === "TH")
    while (body.rows.length > 1 && isHead(body.rows[0])) head.append(body.rows[0])
    if (head.children.length) body.before(head)
  }
  for (const row of page.querySelectorAll("tr[data-head]")) row.removeAttribute("data-head")
  return page.body.innerHTML
}
