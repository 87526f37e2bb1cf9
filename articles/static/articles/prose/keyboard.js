// The editor without a mouse: one stop of the Tab key for the bar, blocks that move, and a list of blocks
// behind a slash on an empty line.
import { Extension, Plugin, crel } from "django-prose-editor/editor"
import { say } from "articles/prose/dialogs"

// The arrow keys go along the bar, Tab goes past it, Escape goes back to the text.
export const rove = (editor, toolbar) => {
  const shown = () => [...toolbar.querySelectorAll("button")].filter((button) => button.offsetParent !== null)
  let current = null
  const hold = () => {
    const buttons = shown()
    if (!buttons.includes(current)) current = buttons[0]
    for (const button of toolbar.querySelectorAll("button")) button.tabIndex = button === current ? 0 : -1
  }
  toolbar.addEventListener("focusin", (event) => {
    current = event.target.closest("button") ?? current
    hold()
  })
  toolbar.addEventListener("keydown", (event) => {
    const buttons = shown()
    const place = buttons.indexOf(document.activeElement)
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (event.key === "Escape") {
      event.preventDefault()
      editor.commands.focus()
    } else if (to !== undefined && place !== -1) {
      event.preventDefault()
      buttons[(to + buttons.length) % buttons.length].focus()
    }
  })
  editor.on("transaction", hold)
  hold()
}

// Move the top-level block at `position` (or where the cursor is) past its neighbour.
export const moveBlock = (editor, by, position = null) =>
  editor.commands.command(({ tr, dispatch }) => {
    const { doc, selection } = tr
    const index = position === null ? selection.$from.index(0) : doc.resolve(position).index(0)
    const other = index + by
    if (other < 0 || other >= doc.childCount) return false
    if (!dispatch) return true
    let start = 0
    for (let each = 0; each < index; each += 1) start += doc.child(each).nodeSize
    const node = doc.child(index)
    const shift = by < 0 ? -doc.child(other).nodeSize : doc.child(other).nodeSize
    const inside = selection.from - start
    tr.delete(start, start + node.nodeSize).insert(start + shift, node)
    const near = Math.min(start + shift + Math.max(inside, 0), tr.doc.content.size)
    tr.setSelection(
      selection.node ? selection.constructor.create(tr.doc, start + shift) : selection.constructor.near(tr.doc.resolve(near)),
    )
    tr.scrollIntoView()
    return true
  })

// A whole block is selected: what is typed goes into a paragraph of its own below it (behind it, for a footnote)
// and never takes its place. Gives whether there was such a block.
const goBeside = (editor) => {
  const { node, to } = editor.state.selection
  if (!node?.isAtom) return false
  const chain = editor.chain()
  if (!node.isInline) chain.insertContentAt(to, { type: "paragraph" })
  return chain.setTextSelection(node.isInline ? to : to + 1).scrollIntoView().run()
}

// The browser itself does not leave a whole block that is selected.
const leaveFor = (editor, where) => Boolean(editor.state.selection.node) && editor.commands.focus(where)

export const BlockKeys = Extension.create({
  name: "BlockKeys",
  // Before what turns typed signs into lists and headings.
  priority: 900,
  addProseMirrorPlugins() {
    const { editor } = this
    const besides = () => goBeside(editor) && false
    return [
      new Plugin({
        props: {
          handleTextInput(view, _from, _to, text) {
            if (!goBeside(editor)) return false
            view.dispatch(view.state.tr.insertText(text))
            return true
          },
          handleDOMEvents: { compositionstart: besides, paste: besides },
        },
      }),
    ]
  },
  addKeyboardShortcuts() {
    return {
      "Alt-Shift-ArrowUp": () => moveBlock(this.editor, -1),
      "Alt-Shift-ArrowDown": () => moveBlock(this.editor, 1),
      "Mod-Home": () => leaveFor(this.editor, "start"),
      "Mod-End": () => leaveFor(this.editor, "end"),
      "Alt-F10": () => {
        const bar = this.editor.view.dom.closest(".prose-editor").querySelector(".prose-menubar button[tabindex='0']")
        bar?.focus()
        return Boolean(bar)
      },
    }
  },
})

// A slash on an empty line opens a list of what the bar offers; typing narrows it.
const OFFERED = ["Picture", "Gallery", "Read also", "Embed", "Pull quote", "Fact box", "Footnote", "Insert table", "heading 2", "heading 3", "unordered list", "ordered list", "blockquote", "horizontal rule"]
const plain = (text) => text.toLocaleLowerCase()

export const BlockMenu = Extension.create({
  name: "BlockMenu",
  // Before the keys of the text.
  priority: 900,
  addProseMirrorPlugins() {
    const { editor } = this
    let list = null
    let marked = 0
    const id = "desk-block-menu"
    const asked = () => {
      const { empty, $from } = editor.state.selection
      const { parent } = $from
      if (!empty || parent.type.name !== "paragraph" || $from.depth !== 1) return null
      return parent.textContent.match(/^\/([\p{L}\p{N} ]{0,24})$/u)?.[1] ?? null
    }
    const bar = () => [...editor.view.dom.closest(".prose-editor").querySelectorAll(".prose-menubar button")]
    const found = (word) =>
      OFFERED.map((english) => ({ word: say(english), button: bar().find(({ title }) => title === say(english)) })).filter(
        (each) => each.button && plain(each.word).includes(plain(word.trim())),
      )
    const close = () => {
      list?.remove()
      list = null
      editor.view.dom.removeAttribute("aria-activedescendant")
      editor.view.dom.removeAttribute("aria-controls")
    }
    const take = (choice) => {
      close()
      const { $from } = editor.state.selection
      editor.chain().focus().deleteRange({ from: $from.start(), to: $from.end() }).run()
      choice.button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }))
      choice.button.click()
    }
    const mark = (place) => {
      const rows = [...list.children]
      marked = (place + rows.length) % rows.length
      rows.forEach((row, each) => row.setAttribute("aria-selected", each === marked))
      rows[marked].scrollIntoView({ block: "nearest" })
      editor.view.dom.setAttribute("aria-activedescendant", rows[marked].id)
    }
    let refused = null
    const show = () => {
      const word = editor.isFocused ? asked() : null
      if (word === null) refused = null
      const choices = word === null || refused !== null ? [] : found(word)
      if (!choices.length) return close()
      close()
      list = crel("div", { className: "desk-block-menu", id, role: "listbox" })
      list.setAttribute("aria-label", say("Insert"))
      choices.forEach((choice, place) => {
        const row = crel("div", { role: "option", id: `${id}-${place}`, textContent: choice.word })
        row.addEventListener("mousedown", (event) => {
          event.preventDefault()
          take(choice)
        })
        row.choice = choice
        list.append(row)
      })
      editor.view.dom.closest(".prose-editor").append(list)
      const at = editor.view.coordsAtPos(editor.state.selection.from)
      const box = list.parentElement.getBoundingClientRect()
      list.style.setProperty("inset-inline-start", `${Math.max(0, Math.min(at.left - box.left, box.width - 240))}px`)
      // The row of buttons sticks to the window's lower edge: what does not fit above it opens upwards.
      const buttons = document.getElementById("submit-row")?.getBoundingClientRect()
      const floor = Math.min(innerHeight, buttons?.top ?? innerHeight)
      const height = list.offsetHeight + 4
      const fits = at.bottom + height <= floor || at.top - height < 0
      list.style.setProperty("top", `${fits ? at.bottom - box.top + 4 : at.top - box.top - height}px`)
      editor.view.dom.setAttribute("aria-controls", id)
      mark(0)
    }
    return [
      new Plugin({
        view: () => ({ update: show, destroy: close }),
        props: {
          handleKeyDown(view, event) {
            if (!list) return false
            if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(marked + (event.key === "ArrowDown" ? 1 : -1))
            else if (event.key === "Enter" || event.key === "Tab") take(list.children[marked].choice)
            else if (event.key === "Escape") {
              refused = asked()
              close()
            } else return false
            event.preventDefault()
            return true
          },
          handleDOMEvents: {
            blur: () => {
              close()
              return false
            },
          },
        },
      }),
    ]
  },
})
