// What Word, Google Docs, LibreOffice, Pages and web pages put on the clipboard, as plain markup of the
// allow-list's kind. Words in, words out: no schema, no editor. The server sanitises whatever comes of it.
const styleOf = (element) => {
  const found = {}
  for (const part of (element.getAttribute("style") ?? "").split(";")) {
    const [name, ...value] = part.split(":")
    if (value.length) found[name.trim().toLowerCase()] = value.join(":").trim().toLowerCase()
  }
  return found
}
const unwrap = (element) => element.replaceWith(...element.childNodes)
const rename = (element, tag) => {
  const made = element.ownerDocument.createElement(tag)
  made.append(...element.childNodes)
  element.replaceWith(made)
  return made
}
const isBlank = (text) => !text.replace(/[\s\u00a0\u200b\ufeff]/g, "")

// Pages and mail programs say in a style sheet what others say beside the words.
const applySheets = (page) => {
  for (const sheet of page.querySelectorAll("style")) {
    try {
      const read = new CSSStyleSheet()
      read.replaceSync(sheet.textContent.slice(0, 200_000).replace(/<!--|-->/g, ""))
      for (const { selectorText, style } of read.cssRules) {
        const said = ["font-weight", "font-style", "vertical-align", "text-decoration-line"]
          .filter((name) => selectorText && style.getPropertyValue(name))
          .map((name) => `${name === "text-decoration-line" ? "text-decoration" : name}:${style.getPropertyValue(name)}`)
        if (!said.length) continue
        for (const element of page.body.querySelectorAll(selectorText)) {
          if (/^(SPAN|B|I|EM|STRONG|FONT)$/.test(element.tagName))
            element.setAttribute("style", [...said, element.getAttribute("style") ?? ""].join(";"))
        }
      }
    } catch {
      // Not a style sheet: what stands beside the words has to do.
    }
    sheet.remove()
  }
}

// A mark and the note that it leads to, which leads back: whichever program wrote them.
const takeNotes = (page) => {
  const named = (id) => page.getElementById(id) ?? page.getElementsByName(id)[0]
  for (const mark of page.querySelectorAll('a[href*="#"]')) {
    if (!mark.isConnected) continue
    const to = decodeURIComponent(mark.getAttribute("href").split("#").pop())
    const own = mark.id || mark.getAttribute("name") || mark.querySelector("[id], [name]")?.id
    if (!to || !own) continue
    const there = named(to)
    if (!there || !(mark.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_FOLLOWING)) continue
    const holder =
      there.closest("[id^='ftn'], [id^='sdfootnote'], [id^='sdendnote'], [id^='edn']")?.closest("div") ??
      (/^(LI|P|DIV)$/.test(there.tagName) ? there : there.closest("li, p, div"))
    if (!holder || holder.contains(mark)) continue
    const back = [...holder.querySelectorAll("a")].filter((each) => (each.getAttribute("href") ?? "").split("#").pop() === own)
    if (!back.length) continue
    for (const each of back) each.remove()
    const text = holder.textContent.replace(/[\s\u00a0]+/g, " ").trim()
    holder.remove()
    const outer = mark.parentElement?.tagName === "SUP" && mark.parentElement.textContent === mark.textContent ? mark.parentElement : mark
    // A colleague's remark is no note of the article.
    if (!text || /^_?cmnt|^_msocom|^_?com_/i.test(to)) {
      outer.remove()
      continue
    }
    const note = page.createElement("cms-footnote")
    note.setAttribute("data-text", text.slice(0, 2000))
    outer.replaceWith(note)
  }
}

// Word's lists are paragraphs that say how deep they stand.
const LISTED = /\bmsolist/i
const ITEM = /mso-list:\s*\S+\s+level(\d+)/i
const takeLists = (page) => {
  let open = []
  let last = null
  for (const paragraph of [...page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const style = paragraph.getAttribute("style") ?? ""
    const found = style.match(ITEM)
    const ignored = paragraph.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]')
    if (!found || (!LISTED.test(paragraph.className) && !ignored)) {
      open = []
      continue
    }
    const level = Number(found[1])
    const marker = (ignored?.textContent ?? "").replace(/[\s\u00a0]/g, "")
    ignored?.remove()
    const tag = /^\(?[0-9a-zA-Z]{1,4}[.)]/.test(marker) && !/^o$/.test(marker) ? "ol" : "ul"
    const start = Number.parseInt(marker.replace(/\D/g, ""), 10)
    if (open.length && paragraph.previousElementSibling !== open[0].list) open = []
    while (open.length && open.at(-1).level > level) open.pop()
    let holder = open.length ? last : null
    const before = open.at(-1)
    // Numbers after dots, and numbers that begin anew, are another list.
    if (before?.level === level && (before.list.localName !== tag || (tag === "ol" && start === 1))) {
      open.pop()
      holder = before.list.closest("li")
    }
    if (!open.length || open.at(-1).level < level) {
      const list = page.createElement(tag)
      if (tag === "ol" && start > 1) list.setAttribute("start", start)
      if (holder) holder.append(list)
      else paragraph.before(list)
      open.push({ level, list })
    }
    last = page.createElement("li")
    const words = page.createElement("p")
    words.append(...paragraph.childNodes)
    last.append(words)
    open.at(-1).list.append(last)
    paragraph.remove()
  }
}

const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" }
const marksOf = (element) => {
  const style = styleOf(element)
  const weight = style["font-weight"] ?? ""
  const marks = []
  const inHeading = element.closest("h1, h2, h3, h4, h5, h6")
  if (!inHeading && (/^bold/.test(weight) || Number(weight) >= 600)) marks.push("strong")
  if (/^(italic|oblique)/.test(style["font-style"] ?? "")) marks.push("em")
  if (/line-through/.test(style["text-decoration"] ?? style["text-decoration-line"] ?? "")) marks.push("s")
  if (style["vertical-align"] === "super") marks.push("sup")
  if (style["vertical-align"] === "sub") marks.push("sub")
  return marks
}
const wrapInside = (element, marks) => {
  let inside = [...element.childNodes]
  for (const tag of marks) {
    const made = element.ownerDocument.createElement(tag)
    made.append(...inside)
    inside = [made]
  }
  element.replaceChildren(...inside)
}
const KEPT = /^(href|colspan|rowspan|start|scope|data-(article|text|pictures?|caption|url|pullquote|factbox))$/
// Where a redirect of Google or a "safe link" of Outlook leads: readers are sent there, not past somebody's counter.
export const unwrapped = (address) => {
  try {
    const { hostname, pathname, searchParams } = new URL(address)
    const found =
      /(^|\.)google\.[a-z.]+$/.test(hostname) && pathname === "/url" ? (searchParams.get("q") ?? searchParams.get("url"))
      : /(^|\.)safelinks\.protection\.outlook\.com$/.test(hostname) ? searchParams.get("url")
      : null // prettier-ignore
    return found && /^(https?:|mailto:)/i.test(found) ? unwrapped(found) : address
  } catch {
    // No whole address.
    return address
  }
}
const LINK = /^(https?:\/\/[^\s/]+|mailto:\S|tel:\S|\/(?![/\\]))/i

// Gives {html, pictures}: clean markup, and how many pictures had to be left out.
export const cleanPasted = (html) => {
  // Handlers would be blocked and complained of; they are not even read.
  const quiet = html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\son[a-z]+\s*=/gi, " data-was="))
  const page = new DOMParser().parseFromString(quiet, "text/html")
  applySheets(page)
  for (const each of page.querySelectorAll(
    // What was deleted with changes tracked is no text any more.
    "del, .msoDel, [style*='mso-element:del' i], script, style, meta, link, title, noscript, template, button, select, textarea, input, iframe, object, svg, " +
      '.MsoCommentReference, .MsoCommentText, [style*="mso-element:comment" i], [style*="mso-hide:all" i], [style*="display:none" i]',
  ))
    each.remove()
  const walker = page.createTreeWalker(page.documentElement, NodeFilter.SHOW_COMMENT)
  const comments = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  for (const comment of comments) comment.remove()

  takeNotes(page)
  // The line over notes that went where they belong.
  for (const list of page.querySelectorAll('[style*="mso-element:footnote-list" i], [style*="mso-element:endnote-list" i]'))
    if (isBlank(list.textContent)) list.remove()
  takeLists(page)
  const images = page.querySelectorAll("img, picture, v\\:imagedata")
  let pictures = 0
  for (const image of images) {
    if (!image.isConnected) continue
    // One dot of a counter is no picture.
    if (image.getAttribute("width") !== "1") pictures += 1
    image.remove()
  }
  for (const each of page.querySelectorAll('[style*="mso-spacerun" i], [style*="mso-tab-count" i]')) each.replaceWith(" ")
  for (const each of [...page.body.querySelectorAll("*")]) {
    const tag = each.tagName
    const style = styleOf(each)
    if (tag.includes(":")) unwrap(each)
    else if (tag in HEADINGS) rename(each, HEADINGS[tag])
    else if (tag === "P" && /\bMso(Title|Heading1)\b/.test(each.className)) rename(each, "h2")
    else if ((tag === "B" || tag === "STRONG") && /^(normal|400|300)$/.test(style["font-weight"] ?? "")) {
      // Google's wrapper around everything, and words that are bold no more.
      wrapInside(each, marksOf(each))
      unwrap(each)
    } else if ((tag === "I" || tag === "EM") && style["font-style"] === "normal") {
      wrapInside(each, marksOf(each))
      unwrap(each)
    } else if (tag === "SPAN" || tag === "FONT") {
      wrapInside(each, marksOf(each))
      unwrap(each)
    } else if (tag === "A" && !each.hasAttribute("data-article")) {
      const href = unwrapped(each.getAttribute("href") ?? "")
      if (LINK.test(href)) each.setAttribute("href", href)
      else unwrap(each)
    } else if (tag === "U" || tag === "INS" || tag === "MARK") unwrap(each)
  }
  for (const mark of page.body.querySelectorAll(":is(h2, h3) :is(b, strong)")) unwrap(mark)
  for (const mark of page.body.querySelectorAll(":is(b, strong, i, em, s, sub, sup)"))
    if (isBlank(mark.textContent) && !mark.querySelector("cms-footnote")) unwrap(mark)
  for (const each of page.body.querySelectorAll("p, h2, h3, li"))
    if (isBlank(each.textContent) && !each.querySelector("cms-footnote, table, ul, ol")) {
      if (each.closest("td, th") && each.parentElement.children.length === 1) each.replaceChildren()
      else each.remove()
    }
  for (const each of [...page.body.children]) if (each.tagName === "BR") each.remove()
  for (const each of page.body.querySelectorAll("*"))
    for (const { name } of [...each.attributes]) if (!KEPT.test(name)) each.removeAttribute(name)
  page.body.normalize()
  return { html: page.body.innerHTML, pictures }
}
