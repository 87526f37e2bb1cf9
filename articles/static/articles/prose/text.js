// The words of a body, by the rules of articles/body/text.py: for counting, and for descriptions that
// were not written. What is here must count as the server counts.
const BREAKS = new Set(["P", "H2", "H3", "LI", "BLOCKQUOTE", "ASIDE", "TABLE", "CAPTION", "TR", "HR", "BODY", "TD", "TH", "BR"])
const REFERENCES = new Set(["CMS-PICTURE", "CMS-GALLERY", "CMS-READ-ALSO", "CMS-EMBED"])
const WORD = /[\p{L}\p{N}_][^\s—–]*/gu

const collect = (node, parts, notes) => {
  if (node.nodeType === Node.TEXT_NODE) return void parts.push(node.data)
  if (node.nodeType !== Node.ELEMENT_NODE) return
  const apart = BREAKS.has(node.tagName) || REFERENCES.has(node.tagName)
  if (apart) parts.push("\n")
  if (node.tagName === "CMS-FOOTNOTE") notes.push("\n", node.dataset.text ?? "")
  if (node.dataset.caption) parts.push(node.dataset.caption)
  for (const child of node.childNodes) collect(child, parts, notes)
  if (apart) parts.push("\n")
}

export const plainText = (html) => {
  const parts = []
  const notes = []
  collect(new DOMParser().parseFromString(html, "text/html").body, parts, notes)
  return [...parts, ...notes].join("")
}

export const wordCount = (html) => plainText(html).match(WORD)?.length ?? 0

// Python rounds a half to the even number.
const rounded = (number) => {
  const low = Math.floor(number)
  return number - low === 0.5 ? low + (low % 2) : Math.round(number)
}

export const readingMinutes = (words, aMinute) => Math.max(1, rounded(words / aMinute))

const onOneLine = (text) => text.split(/\s+/u).filter(Boolean).join(" ")

export const excerpt = (html, length) => {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  const paragraphs = [...body.children].filter(({ tagName }) => tagName === "P").map(({ textContent }) => onOneLine(textContent))
  const line = paragraphs.filter(Boolean).join(" ") || onOneLine(plainText(html))
  const characters = [...line]
  if (characters.length <= length) return line
  const kept = characters.slice(0, length).join("")
  const end = kept.lastIndexOf(" ")
  const words = end > 0 ? kept.slice(0, end) : characters.slice(0, length - 1).join("")
  return `${words.replace(/[ ,;:–—-]+$/u, "")}…`
}

// Call `tell` now and whenever the body or a field of the form changes, a breath later.
export const onWriting = (tell) => {
  let timer = null
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(tell, 120)
  }
  document.addEventListener("input", soon)
  document.addEventListener("change", soon)
  // Lists of the form tell of a choice through jQuery only.
  window.django?.jQuery?.(document).on("change", soon)
  document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
    editor.on("update", soon)
    soon()
  })
  soon()
}

export const field = (name) => document.querySelector(`#article_form [name="${name}"]`)
