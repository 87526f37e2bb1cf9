// A large archive takes minutes on its way: the form says how much of it has gone, and a refusal leaves the
// files chosen. Without this script the browser sends the form as ever.
const form = document.querySelector("[data-sends-files]")
const under = form.querySelector("[data-sending]")
const bar = under.querySelector("progress")
const unsent = form.querySelector("[data-unsent]")
const button = form.querySelector("button.desk-main")
const leaving = (event) => event.preventDefault()

const ended = () => {
  button.disabled = false
  under.hidden = true
  removeEventListener("beforeunload", leaving)
}

const send = () => {
  const request = new XMLHttpRequest()
  const failed = () => {
    ended()
    unsent.hidden = false
  }
  request.open("POST", location.href)
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.max = total
    bar.value = loaded
  })
  // All has gone: what takes time now is the server's.
  request.upload.addEventListener("load", () => bar.removeAttribute("value"))
  request.addEventListener("error", failed)
  request.addEventListener("load", () => {
    if (request.status >= 400) return failed()
    if (request.responseURL !== location.href) {
      ended()
      return location.assign(request.responseURL)
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html")
    ended()
    form.querySelector("[data-refused]").replaceWith(answer.querySelector("[data-refused]"))
  })
  request.send(new FormData(form))
}

form.addEventListener("submit", (event) => {
  // Without a file there is nothing to wait for: the server's sentence comes at once.
  if (!form.querySelector("[type=file]").files.length) return
  event.preventDefault()
  unsent.hidden = true
  form.querySelector("[data-refused]").replaceChildren()
  under.hidden = false
  button.disabled = true
  addEventListener("beforeunload", leaving)
  send()
})
