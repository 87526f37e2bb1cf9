// How the article will look in a search, on networks and on the front page, as it is typed. Which field
// stands in for which is the server's table (articles/metadata/wording.py), handed over with the page.
import { excerpt, field, onWriting } from "articles/prose/text"

const root = document.querySelector("[data-looks]")
const rules = JSON.parse(document.getElementById("desk-look")?.textContent ?? "{}")
const written = (name) => (field(name)?.value ?? "").replace(/\s+/g, " ").trim()

// In a search a title has one line of 600 pixels, a description two; networks and fronts cut by their own room.
const ROOM = {
  search_headline: ["20px Arial, sans-serif", 600],
  search_description: ["14px Arial, sans-serif", 920],
}
const SHOWN = { search_headline: 60, search_description: 155, social_headline: 70, social_description: 200, front_headline: 90 }
const context = document.createElement("canvas").getContext("2d")
const wide = (text, font) => {
  context.font = font
  return context.measureText(text).width
}
const cut = (text, name) => {
  const [font, room] = ROOM[name]
  if (wide(text, font) <= room) return text
  const characters = [...text]
  let low = 0
  let high = characters.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (wide(`${characters.slice(0, middle).join("")} …`, font) <= room) low = middle
    else high = middle - 1
  }
  const kept = characters.slice(0, low).join("")
  return `${kept.slice(0, kept.lastIndexOf(" ") > 0 ? kept.lastIndexOf(" ") : kept.length)} …`
}

const words = (name) => {
  const found = rules.fallbacks[name].map(written).find(Boolean) ?? ""
  return found || !rules.descriptions.includes(name) ? found : excerpt(field("body")?.value ?? "", rules.beginning)
}
const address = () => {
  const slug = written("slug")
  const steps = rules.path.split("/").filter(Boolean)
  if (slug && steps.length) steps[steps.length - 1] = slug
  return [rules.host, ...(steps.length ? steps : [slug || "…"])].join(" › ")
}
const say = (name, text) => {
  const place = root.querySelector(`[data-look="${name}"]`)
  if (place.textContent !== text) place.textContent = text
}

const known = new Map()
const draw = async (place, names, kind) => {
  const id = names.map(written).find(Boolean) ?? ""
  if (place.dataset.picture === id) return
  place.dataset.picture = id
  if (id && !known.has(id)) {
    try {
      const response = await fetch(`${rules.pictures}?ids=${encodeURIComponent(id)}`)
      known.set(id, (await response.json()).results?.[0])
    } catch {
      // The words of the cards do without.
    }
  }
  if (place.dataset.picture !== id) return
  const found = known.get(id)
  place.replaceChildren()
  if (!found) return
  const picture = document.createElement("img")
  picture.alt = ""
  picture.src = kind === "social" ? found.social || found.thumb : found.thumb
  place.append(picture)
}

// How long a text is, under its field; longer than what shows is said and never forbidden.
const counter = (input) => {
  const made = document.createElement("p")
  made.className = "desk-help desk-counter"
  made.id = `${input.id}_counter`
  input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), made.id].filter(Boolean).join(" "))
  input.after(made)
  return made
}

if (root) {
  root.hidden = false
  const counters = Object.keys(SHOWN)
    .filter(field)
    .map((name) => [name, counter(field(name))])
  onWriting(() => {
    const title = words("search_headline")
    say("search_title", cut(title ? `${title} | ${rules.site}` : rules.site, "search_headline"))
    say("search_description", cut(words("search_description"), "search_description"))
    say("address", address())
    say("social_headline", words("social_headline"))
    say("social_description", words("social_description"))
    say("front_headline", words("front_headline"))
    say("deck", written("deck"))
    draw(root.querySelector("[data-look-picture=social]"), rules.fallbacks.social_picture, "social")
    draw(root.querySelector("[data-look-picture=front]"), ["lead_picture"], "front")
    for (const [name, place] of counters) {
      const length = [...written(name)].length
      const long = length > SHOWN[name]
      place.textContent = length
        ? `${root.dataset.wordsCharacters} ${length} / ${SHOWN[name]}. ${long ? root.dataset.wordsLonger : ""}`
        : ""
      place.classList.toggle("desk-warning", long)
    }
  })
}
