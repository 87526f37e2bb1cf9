// New pictures from inside the editor: a file that is chosen, dropped or pasted goes into the library with
// its words at once, and what a picture of the library still lacks can be written where it is used.
import { crel } from "django-prose-editor/editor"
import { address, ask, choose, forget, say } from "articles/prose/dialogs"

const send = async (url, fields) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  try {
    const response = await fetch(url, { method: "POST", body: data })
    const answer = await response.json()
    if (answer.picture || answer.errors) return answer
  } catch {
    // Said below: no connection, or no answer that can be read.
  }
  return { errors: { upload: say("The picture could not be sent. Try again.") } }
}

const FIELDS = () => ({
  title: { title: say("Name in the library"), help: say("Empty: the name of the file."), max: 200 },
  alt: { title: say("Alt text"), help: say("What is seen, for those who cannot see it."), long: true, max: 400 },
  caption: { title: say("Caption"), long: true, max: 400 },
  credit: { title: say("Credit"), max: 160 },
})

// Ask for the words of a file and send both; a refusal comes back as a sentence over what was typed.
// Gives the picture's card, the one that the library had already, or null.
export const addFile = async (editor, file) => {
  let values = { title: file.name.replace(/\.[^.]*$/, "").replaceAll("_", " ") }
  let problem = ""
  for (;;) {
    const words = await ask(say("Add a picture to the library"), FIELDS(), values, { problem, note: file.name })
    if (!words) return null
    values = words
    const answer = await send(address(editor, "upload"), { ...words, upload: file })
    if (answer.picture) {
      if (answer.duplicate && !(await ask(say("The library has this file already: use it?"), {}, {}, { note: answer.picture.text }))) return null
      return answer.picture
    }
    problem = Object.values(answer.errors ?? {}).join(" ")
  }
}

// Choose a picture of the library, or add one there and then.
export const choosePicture = (editor, { below = [], ...options } = {}) => {
  const input = crel("input", { type: "file", accept: "image/*", id: "desk-upload" })
  const label = crel("label", { htmlFor: "desk-upload", textContent: say("Upload a picture") })
  const drop = crel("div", { className: "desk-drop" }, [label, input, crel("p", { className: "desk-help", textContent: say("Or drop a file here.") })])
  return choose(options.many ? say("Choose pictures") : say("Choose a picture"), address(editor, "pictures"), {
    ...options,
    footer: [...(address(editor, "upload") ? [drop] : []), ...below],
    prepare: ({ pick, dialog }) => {
      const take = async (file) => {
        const item = file && (await addFile(editor, file))
        input.value = ""
        if (item) pick(item)
      }
      input.addEventListener("change", () => take(input.files[0]))
      for (const name of ["dragover", "drop"]) {
        dialog.addEventListener(name, (event) => {
          if (!event.dataTransfer?.types.includes("Files")) return
          event.preventDefault()
          if (name === "drop") take([...event.dataTransfer.files].find(({ type }) => type.startsWith("image/")))
        })
      }
    },
  })
}

// Caption for this article, and the library's own alt text and credit where it lacks them.
export const askPictureWords = async (editor, item, caption) => {
  const lacks = item && address(editor, "words") ? ["alt", "credit"].filter((name) => !item[name]?.trim()) : []
  const fields = { caption: { title: say("Caption"), help: say("Empty: the picture's own."), long: true, max: 1000 } }
  for (const name of lacks) fields[name] = { ...FIELDS()[name], help: say("Saved with the picture in the library.") }
  const known = item ? [item.alt && `${say("Alt text")}: ${item.alt}`, item.credit && `${say("Credit")}: ${item.credit}`] : []
  const note = known.filter(Boolean).join(" · ")
  let values = { caption: caption ?? "" }
  let problem = ""
  for (;;) {
    const answer = await ask(say("Picture"), fields, values, { note, problem })
    if (!answer) return null
    values = answer
    const written = lacks.filter((name) => answer[name])
    if (!written.length) return answer
    const kept = { alt: item.alt ?? "", credit: item.credit ?? "" }
    for (const name of written) kept[name] = answer[name]
    const saved = await send(address(editor, "words"), { ...kept, picture: item.id })
    if (saved.picture) {
      forget(address(editor, "pictures"), item.id)
      return answer
    }
    problem = Object.values(saved.errors ?? {}).join(" ")
  }
}
