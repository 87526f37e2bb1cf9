// A page that says how far something is asks again by itself, and is loaded anew when it stands differently.
// Without this script a <meta> in <noscript> does it, at the price of the place where somebody read.
const EACH = 4000

const lookAgain = async () => {
  const here = document.querySelector("[data-looks-again]")
  let next
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } })
    if (!answer.ok) return
    next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-looks-again]")
  } catch {
    return // No connection: it is asked again.
  }
  if (next?.dataset.looksAgain !== here.dataset.looksAgain) return location.reload()
  here.querySelector("[data-how-far]").replaceWith(next.querySelector("[data-how-far]"))
}

setInterval(lookAgain, EACH)
