// The first-run page works without this: the clock of the chosen zone, and a look at the password.
const zone = document.querySelector("[name=time_zone]")
const clock = document.getElementById("clock")
zone?.addEventListener("input", () => {
  try {
    const time = new Intl.DateTimeFormat("en-GB", { timeZone: zone.value, timeStyle: "short" }).format(new Date())
    clock.textContent = clock.dataset.words.replace("{time}", time)
  } catch {
    // Half a name: the clock waits.
  }
})

const show = document.getElementById("show")
const password = document.querySelector("[name=password]")
if (show && password) {
  const words = show.textContent
  show.hidden = false
  show.addEventListener("click", () => {
    const shown = password.type === "password"
    password.type = shown ? "text" : "password"
    show.textContent = shown ? show.dataset.hide : words
    show.setAttribute("aria-pressed", String(shown))
  })
}
document.getElementById("errors")?.focus()
