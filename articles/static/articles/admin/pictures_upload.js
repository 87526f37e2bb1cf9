// Pictures dropped on the library: two at a time, each with its own line, which stays until it is read.
{
  const AT_ONCE = 2

  const start = () => {
    const root = document.querySelector("[data-upload]")
    if (!root) return
    const words = JSON.parse(document.getElementById("desk-upload-words").textContent)
    const part = (name) => root.querySelector(`[data-${name}]`)
    const token = root.querySelector("[name=csrfmiddlewaretoken]").value
    const [drop, input, protect, status, list, after] = ["drop", "files", "protect", "status", "list", "after"].map(part)
    // A fresh one, marked: the theme's script for file fields looks for a text field beside each.
    const files = input.cloneNode()
    files.hasChangeListener = true
    input.replaceWith(files)
    const waiting = []
    const added = new Set()
    let running = 0
    let all = 0
    let done = 0
    let refused = 0
    root.hidden = false

    const make = (name, properties = {}, ...children) => {
      const element = Object.assign(document.createElement(name), properties)
      element.append(...children)
      return element
    }
    const link = ({ url, title }) => make("a", { href: url, textContent: title, target: "_blank" })
    const button = (text, act) => {
      const made = make("button", { type: "button", className: "desk-button", textContent: text })
      made.addEventListener("click", act)
      return made
    }

    const tell = () => {
      status.textContent = words.progress.replace("{done}", done).replace("{all}", all).replace("{refused}", refused)
      after.hidden = !added.size || running > 0
      part("words").href = `${root.dataset.wordsPage}?ids=${[...added].slice(0, 40).join(",")}`
    }
    const say = (line, ...nodes) => line.says.replaceChildren(...nodes)

    const finish = (line, kind, ...nodes) => {
      line.item.className = `desk-upload-${kind}`
      line.bar.remove()
      say(line, ...nodes)
    }

    const refuse = (line, sentence, ways, again) => {
      refused += 1
      finish(line, "refused", sentence, ...ways.flatMap((way) => [" ", link(way)]))
      if (!again) return
      const retry = button(words.retry, () => {
        refused -= 1
        done -= 1
        retry.remove()
        line.item.className = ""
        line.item.append(line.bar)
        queue(line)
      })
      line.item.append(retry)
    }

    const takeBack = async (line, card) => {
      try {
        const response = await fetch(card.take_back, { method: "POST", headers: { "X-CSRFToken": token } })
        if (!response.ok) return say(line, (await response.json()).sentence)
        added.delete(card.id)
        line.thumb.replaceChildren()
        say(line, words.taken_back)
        tell()
      } catch {
        say(line, words.lost)
      }
    }

    const accept = (line, card) => {
      added.add(card.id)
      line.thumb.replaceChildren(make("img", { src: card.thumb, alt: "" }))
      finish(line, "done", link(card), ` ${words.done}`)
      if (!card.alike.length) return
      const same = make("span", { className: "desk-upload-alike" }, words.alike)
      for (const other of card.alike) same.append(" ", make("img", { src: other.thumb, alt: "" }), link(other))
      const choice = make("span", { className: "desk-upload-choice" })
      choice.append(
        button(words.keep, () => [same, choice].forEach((each) => each.remove())),
        button(words.take_back, () => takeBack(line, card)),
      )
      line.says.append(same, choice)
    }

    const send = (line) => {
      running += 1
      const request = new XMLHttpRequest()
      const data = new FormData()
      data.append("upload", line.file)
      if (line.protects) data.append("protects_source", "1")
      const over = () => {
        running -= 1
        done += 1
        next()
        tell()
      }
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        line.bar.value = loaded / total
        say(line, words.sending.replace("{percent}", Math.round((100 * loaded) / total)))
      })
      request.upload.addEventListener("load", () => {
        line.bar.removeAttribute("value")
        say(line, words.preparing)
      })
      request.addEventListener("load", () => {
        let answer = {}
        try {
          answer = JSON.parse(request.responseText)
        } catch {
          // Something in between answered with a page of its own.
        }
        if (request.status === 201) accept(line, answer)
        else refuse(line, answer.sentence ?? words.failed, [answer.existing, answer.protect].filter(Boolean), !answer.sentence || request.status >= 500)
        over()
      })
      for (const kind of ["error", "abort", "timeout"]) {
        request.addEventListener(kind, () => {
          refuse(line, words.lost, [], true)
          over()
        })
      }
      request.open("POST", root.dataset.upload)
      request.setRequestHeader("X-CSRFToken", token)
      request.setRequestHeader("Accept", "application/json")
      request.send(data)
    }
    const next = () => {
      while (running < AT_ONCE && waiting.length) send(waiting.shift())
    }
    const queue = (line) => {
      waiting.push(line)
      next()
      tell()
    }

    const take = (chosen) => {
      for (const file of chosen) {
        const line = { file, protects: protect.checked }
        line.thumb = make("span", { className: "desk-upload-thumb" })
        line.says = make("span", { className: "desk-upload-says", textContent: words.waiting })
        line.bar = make("progress", { max: 1, value: 0, ariaLabel: file.name })
        line.item = make("li", {}, line.thumb, make("bdi", { textContent: file.name }), line.says, line.bar)
        list.append(line.item)
        all += 1
        const unfit = !file.size ? words.empty : file.size > Number(root.dataset.bytes) ? words.too_large : ""
        if (!unfit) {
          queue(line)
          continue
        }
        done += 1
        refuse(line, unfit, [])
        tell()
      }
    }

    files.addEventListener("change", () => {
      take([...files.files])
      files.value = ""
    })
    // A file dropped beside the zone would otherwise replace the page.
    document.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return
      event.preventDefault()
      drop.classList.add("desk-drop-over")
    })
    document.addEventListener("dragleave", (event) => !event.relatedTarget && drop.classList.remove("desk-drop-over"))
    document.addEventListener("drop", (event) => {
      drop.classList.remove("desk-drop-over")
      if (!event.dataTransfer.files.length) return
      event.preventDefault()
      take([...event.dataTransfer.files])
    })
    window.addEventListener("beforeunload", (event) => (running || waiting.length) && event.preventDefault())
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
