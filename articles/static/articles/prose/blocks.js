// What the editor offers beyond the library: each name exported here is an extension that
// articles/body/allowlist.py declares with `own=True`, or replaces one of the library's under the
// same name where that would offer what is not kept. An ES module without a build step: the bare
// names are resolved by the import map that the form prints.
import {
  Document as BaseDocument, Link as BaseLink, Mark, Menu as BaseMenu, Node, OrderedList as BaseOrderedList,
  createMenuFromGroups, mergeAttributes, wrappingInputRule,
} from "django-prose-editor/editor" // prettier-ignore
import { address, ask, chooseArticle, lookUp, say, wholeAddress } from "articles/prose/dialogs"
import { rove } from "articles/prose/keyboard"
import { articleAt } from "articles/prose/paste"
import { worded } from "articles/prose/references"
import { withHeads } from "articles/prose/tables"

export { BlockKeys, BlockMenu } from "articles/prose/keyboard"
export { Paste } from "articles/prose/paste"
export { Embed, Footnote, Gallery, Picture, ReadAlso } from "articles/prose/references"
export { Table, TableCaption, TableHeader, TableRow } from "articles/prose/tables"

// Boxes stand at the top level only, as the sanitiser has them.
export const Document = BaseDocument.extend({ content: "(block | box)+" })

const aside = (name, attribute, content, english, drawing) =>
  Node.create({
    name,
    group: "box",
    content,
    defining: true,
    parseHTML: () => [{ tag: `aside[${attribute}]` }],
    renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes({ [attribute]: "" }, HTMLAttributes), 0],
    addMenuItems({ buttons, menu }) {
      menu.defineItem({
        name,
        groups: "boxes",
        button: worded(buttons, drawing, english),
        active: (editor) => editor.isActive(name),
        enabled: (editor) => editor.can().toggleWrap(name),
        command: (editor) => editor.chain().focus().toggleWrap(name).run(),
      })
    },
  })

export const PullQuote = aside(
  "PullQuote", "data-pullquote", "paragraph+", "Pull quote", '<path d="M6 7h4v6c0 3-2 4-4 4 M14 7h4v6c0 3-2 4-4 4"/>',
) // prettier-ignore
export const FactBox = aside(
  "FactBox", "data-factbox", "block+", "Fact box", '<rect x="3" y="4" width="18" height="16"/><path d="M7 9h10 M7 13h10 M7 17h6"/>',
) // prettier-ignore

export const Cite = Mark.create({
  name: "Cite",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: ({ HTMLAttributes }) => ["cite", HTMLAttributes, 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "Cite",
      groups: "marks",
      button: buttons.material("record_voice_over", say("Who said it")),
      active: (editor) => editor.isActive("Cite"),
      enabled: (editor) => editor.can().toggleMark("Cite"),
      command: (editor) => editor.chain().focus().toggleMark("Cite").run(),
    })
  },
})

const LINK = /^(https?:\/\/[^\s/]+|mailto:\S|tel:\S|\/(?![/\\]))/i

// The library's dialog offers a title, which is not kept.
export const Link = BaseLink.extend({
  excludes: "link ArticleLink",
  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          if (editor.state.selection.empty && !editor.isActive("link")) return false
          const check = (value) =>
            LINK.test(value) ? "" : say("An address begins with https://, http://, mailto:, tel: or /.")
          const field = { href: { title: say("Address"), required: true, max: 2000, tidy: wholeAddress, check } }
          ask(say("insert link"), field, editor.getAttributes("link")).then(async (answer) => {
            if (!answer) return
            const item = await articleAt(editor, answer.href)
            const chain = editor.chain().focus().extendMarkRange("link")
            if (item) chain.setMark("ArticleLink", { article: String(item.id) }).run()
            else chain.setLink(answer).run()
          })
          return true
        },
    }
  },
})

export const ArticleLink = Mark.create({
  name: "ArticleLink",
  inclusive: false,
  excludes: "link ArticleLink",
  addAttributes: () => ({
    article: {
      default: null,
      parseHTML: (element) => element.getAttribute("data-article"),
      renderHTML: ({ article }) => ({ "data-article": article }),
    },
  }),
  // Before the library's links: a link that says both is one of ours.
  parseHTML: () => [{ tag: "a[data-article]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "ArticleLink",
      groups: "link",
      button: buttons.material("article", say("Link to our article")),
      active: (editor) => editor.isActive("ArticleLink"),
      enabled: (editor) => !editor.state.selection.empty || editor.isActive("ArticleLink"),
      command: async (editor) => {
        const url = address(editor, "articles")
        const before = editor.getAttributes("ArticleLink").article
        const [now] = before ? await lookUp(url, [before]) : [null]
        const footer = now ? [document.createTextNode(now.text)] : []
        const item = await chooseArticle(url, { footer })
        const chain = editor.chain().focus().extendMarkRange("ArticleLink")
        if (item) chain.setMark("ArticleLink", { article: String(item.id) }).run()
      },
    })
    menu.defineItem({
      name: "removeArticleLink",
      groups: "link",
      button: buttons.material("link_off", say("remove link")),
      hidden: (editor) => !editor.isActive("ArticleLink"),
      command: (editor) => editor.chain().focus().extendMarkRange("ArticleLink").unsetMark("ArticleLink").run(),
    })
  },
})

// Where a list begins is kept; letters and Roman numbers are not, and are not offered.
export const OrderedList = BaseOrderedList.extend({
  addAttributes: () => ({
    start: { default: 1, parseHTML: (list) => Number.parseInt(list.getAttribute("start") ?? "1", 10) },
  }),
  addNodeView: () => null,
  // The library leaves this out. One digit: a paragraph may begin with a year or a day.
  addInputRules() {
    const number = (match) => Number(match[1])
    return [
      wrappingInputRule({
        find: /^\s*([1-9])[.)]\s$/,
        type: this.type,
        getAttributes: (match) => ({ start: number(match) }),
        joinPredicate: (match, list) => list.childCount + list.attrs.start === number(match),
      }),
    ]
  },
  addCommands() {
    return {
      ...this.parent?.(),
      updateListAttributes:
        () =>
        ({ editor }) => {
          const field = { start: { title: say("Begins with"), number: true, required: true } }
          ask(say("List properties"), field, editor.getAttributes("orderedList")).then((answer) => {
            const start = Math.max(0, Number.parseInt(answer?.start, 10))
            if (Number.isFinite(start)) editor.chain().focus().updateAttributes("orderedList", { start }).run()
          })
          return true
        },
    }
  },
})

// Plain buttons instead of the library's pop-up lists, which the keyboard cannot open.
export const Menu = BaseMenu.extend({
  addOptions() {
    const groups = [
      "blockType -lists", "lists", "nodes -blockType -lists", "marks", "link", "notes", "history", "boxes", "table",
    ] // prettier-ignore
    return { ...this.parent?.(), items: createMenuFromGroups(groups.map((group) => ({ group }))) }
  },
})

const nameToolbar = (editor) => {
  const toolbar = editor.options.element.querySelector(".prose-menubar")
  if (!toolbar) return
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", say("Formatting"))
  const buttons = [...toolbar.querySelectorAll("button")]
  for (const button of buttons) {
    button.title = say(button.title)
    button.setAttribute("aria-label", button.title)
  }
  const tell = () => {
    for (const button of buttons) {
      button.setAttribute("aria-pressed", button.classList.contains("active"))
      button.setAttribute("aria-disabled", button.classList.contains("disabled"))
    }
  }
  editor.on("transaction", tell)
  tell()
  rove(editor, toolbar)
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const html = editor.getHTML.bind(editor)
  editor.getHTML = () => withHeads(html())

  const label = document.querySelector(`label[for="${textarea.id}"]`)?.textContent.trim()
  editor.view.dom.setAttribute("aria-label", label || say("Text of the article"))
  // The toolbar is built when the editor has come to life, after this event.
  if (editor.isInitialized) nameToolbar(editor)
  else editor.on("create", () => nameToolbar(editor))
})
