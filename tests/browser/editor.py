"""Ways into the body editor that a person has no need of: its whole text at once, and the clipboard."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

# Not by role and name: until its script has run, the plain field below answers to these.
EDITOR = ".ProseMirror[aria-label='Body']"

SET = "html => document.querySelector('.ProseMirror').editor.commands.setContent(html)"
GET = "() => document.querySelector('.ProseMirror').editor.getHTML()"
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector(".ProseMirror"), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words)
    if (at < 0) continue
    document.querySelector(".ProseMirror").focus()
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length)
    return
  }
}"""
SELECTED = "() => !document.querySelector('.ProseMirror').editor.state.selection.empty"
CARET_IN = "words => document.querySelector('.ProseMirror').editor.state.selection.$from.parent.textContent === words"
PASTE = """([html, text]) => {
  const { view } = document.querySelector('.ProseMirror').editor
  view.focus()
  const data = new DataTransfer()
  if (html) data.setData('text/html', html)
  data.setData('text/plain', text)
  view.dom.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def write(page: Page, html: str) -> None:
    """Replace the text in the editor."""
    page.evaluate(SET, html)


def written(page: Page) -> str:
    """Return what the form would send."""
    found: str = page.evaluate(GET)
    return found


def expect_written(page: Page, holds: Callable[[str], bool]) -> None:
    """Wait until the form would send what `holds` is true of: what a dialog inserts comes after it has closed."""
    until = time.monotonic() + 10
    while not holds(written(page)):
        assert time.monotonic() < until, written(page)
        page.wait_for_timeout(50)


def put_caret(page: Page, words: str) -> None:
    """Click into the block that says `words`, and wait until the editor has seen it: it hears of a click late."""
    page.get_by_text(words, exact=True).click()
    page.wait_for_function(CARET_IN, arg=words)


def paste(page: Page, html: str = "", text: str = "text") -> None:
    """Paste what a program put on the clipboard as `html` and as plain `text`."""
    page.evaluate(PASTE, [html, text])
