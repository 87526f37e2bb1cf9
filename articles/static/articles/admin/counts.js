// Words, reading time and the length of the headline, while somebody writes.
import { field, onWriting, readingMinutes, wordCount } from "articles/prose/text"

const place = document.querySelector("[data-counts]")
const rules = JSON.parse(document.getElementById("desk-look")?.textContent ?? "{}")
const show = (name, value) => {
  place.querySelector(`[data-count-${name}]`).textContent = value.toLocaleString(document.documentElement.lang)
}

if (place && field("body")) {
  onWriting(() => {
    const words = wordCount(field("body").value)
    show("words", words)
    show("minutes", readingMinutes(words, rules.wordsAMinute))
    place.querySelector("[data-count-minutes]").parentElement.hidden = !words
    show("headline", [...(field("headline")?.value.trim() ?? "")].length)
  })
}
