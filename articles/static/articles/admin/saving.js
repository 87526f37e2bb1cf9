// Nothing typed is lost: what stands in an article's form is kept in this browser at once, and on the
// server soon after a pause. Before a real submit the connection and the session are tried. Who else
// has the article open is told on the way.
{
  const PAUSE = 1200
  const LONGEST = 8000
  const LOCAL_PAUSE = 250
  const HEARTBEAT = 15000
  const PATIENCE = 12000
  const WRITING = 10000
  const NOT_WORDS = new Set(["csrfmiddlewaretoken", "typed"])

  const start = () => {
    const form = document.getElementById("article_form")
    const given = document.getElementById("desk-saving-state")
    if (!form || !given) return
    const state = JSON.parse(given.textContent)
    const words = state.words
    const box = document.getElementById("desk-saving")
    const [line, more, people, changed, alertLine] = ["line", "more", "people", "changed", "alert"].map((name) => box.querySelector(`[data-saving-${name}]`))
    const field = (name) => document.querySelector(`input[name="${name}"][form="article_form"]`)
    const $ = window.django?.jQuery

    // What is said

    const say = (text, kind = "") => {
      if (line.textContent !== text) line.textContent = text
      more.textContent = kind === "kept" ? words.keptFor : ""
      box.dataset.kind = kind
      box.toggleAttribute("data-nowhere", !isLocal)
    }
    const alertWith = (text, signIn) => {
      alertLine.hidden = !text
      alertLine.textContent = text
      if (!signIn || !text) return
      const link = document.createElement("a")
      link.href = state.signIn
      link.target = "_blank"
      link.rel = "opener"
      link.textContent = words.signInLink
      alertLine.append(" ", link)
    }
    const hear = (answer) => {
      people.replaceChildren(
        ...(answer.people ?? []).map((text) => Object.assign(document.createElement("span"), { textContent: text })),
      )
      changed.hidden = !answer.changed
      changed.firstElementChild.textContent = answer.changed ?? ""
    }

    // What stands in the form

    const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_WORDS.has(name))
    const now = () => JSON.stringify(pairs())
    const revision = () => {
      try {
        return JSON.parse(field("seen").value).revision
      } catch {
        return null
      }
    }
    let known = now() // What the server has, or what the form began with
    let newest = known
    let id = ""
    let changedAt = 0
    let firstWaiting = 0
    let isLocal = true
    let isSubmitting = false
    let isDropped = false
    const isDirty = () => newest !== known

    // The browser's own copy

    const prefix = `desk:${state.user}:${state.article ?? "new"}:`
    const place = `${prefix}${state.article ? "" : `${state.key}:`}${state.tab}`
    const random = () => {
      const bytes = crypto.getRandomValues(new Uint8Array(16))
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
    }
    const storeHere = () => {
      if (!isDirty() || isDropped) return
      try {
        const entry = { id, at: Date.now(), tab: state.tab, article: state.article, key: state.key, pairs: newest }
        localStorage.setItem(place, JSON.stringify(entry))
        isLocal = true
      } catch {
        isLocal = false
      }
    }
    const dropHere = (sent) => {
      try {
        if (JSON.parse(localStorage.getItem(place) ?? "{}").id === sent) localStorage.removeItem(place)
      } catch {
        // A browser that keeps nothing has nothing to drop.
      }
    }

    // The way to the server

    const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value
    class Unreachable extends Error {}
    const ask = async (address, options = {}) => {
      let response
      try {
        response = await fetch(address, { ...options, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })
      } catch {
        throw new Unreachable()
      }
      let answer = null
      try {
        answer = await response.json()
      } catch {
        // A page for people, or nothing at all: the status says enough.
      }
      return { status: response.status, answer }
    }
    const post = (address, what) =>
      ask(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ user: state.user, article: state.article, key: state.key, tab: state.tab, ...what }),
      })
    // Says whether the same person is signed in, and brings a token that holds.
    const check = async () => {
      const { status, answer } = await ask(state.check)
      if (status !== 200 || !answer) return "failed"
      if (answer.user === null) return "signedOut"
      if (answer.user !== state.user) return "signedInAs"
      for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = answer.token
      return "fine"
    }
    const postOnce = async (address, what) => {
      const first = await post(address, what)
      if (first.status !== 403) return { ...first, session: "fine" }
      const session = await check()
      return session === "fine" ? { ...(await post(address, what)), session } : { ...first, session }
    }

    let timer = 0
    let retries = 0
    let running = null
    const later = (delay) => {
      clearTimeout(timer)
      timer = setTimeout(send, delay)
    }
    const again = () => later(Math.min(30000, 2000 * 2 ** retries++))
    const trouble = (name) => say(isLocal ? words[name] : words.nowhere, "trouble")

    // Returns how it went: "fine", "unreachable", "signedOut", "signedInAs", "refused" or "failed".
    const sendNow = async () => {
      const sent = { text: newest, id }
      let result
      try {
        result = await postOnce(state.autosave, { form: JSON.parse(sent.text), revision: revision(), typing: Date.now() - changedAt < WRITING })
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        trouble("offline")
        again()
        return "unreachable"
      }
      const { status, answer, session } = result
      if (session !== "fine" && session !== "failed") {
        trouble(session)
        alertWith(words[session], true)
        again()
        return session
      }
      if (status === 200 && answer) {
        known = sent.text
        retries = 0
        dropHere(sent.id)
        alertWith("")
        hear(answer)
        if (!isDirty()) say(words.kept.replace("%(time)s", answer.time), "kept")
        if (!state.article) history.replaceState(history.state, "", `?draft=${state.key}${location.hash}`)
        return "fine"
      }
      if (status >= 400 && status < 500 && answer?.error) {
        say(answer.error, "trouble")
        return "refused"
      }
      trouble("failed")
      again()
      return "failed"
    }
    const send = async () => {
      clearTimeout(timer)
      if (running || isSubmitting || isDropped || !isDirty()) return running
      storeHere()
      firstWaiting = 0
      running = sendNow()
      try {
        return await running
      } finally {
        running = null
        // At most one more, with the newest words; after trouble a timer is waiting already.
        if (isDirty() && retries === 0 && changedAt + PAUSE < Date.now()) later(0)
      }
    }

    let localTimer = 0
    const touched = () => {
      const text = now()
      if (text === newest || isSubmitting || isDropped) return
      newest = text
      changedAt = Date.now()
      id = random()
      field("typed").value = id
      if (!isDirty()) {
        dropHere(id)
        return
      }
      firstWaiting ||= changedAt
      if (box.dataset.kind !== "trouble") say(words.typing, "typing")
      clearTimeout(localTimer)
      localTimer = setTimeout(storeHere, LOCAL_PAUSE)
      if (retries === 0) later(Math.max(0, Math.min(PAUSE, firstWaiting + LONGEST - changedAt)))
    }
    const mine = (target) => target instanceof Element && (target.form === form || form.contains(target))
    for (const kind of ["input", "change"]) {
      document.addEventListener(kind, (event) => mine(event.target) && touched())
      // Select2 tells of a choice through jQuery only.
      $?.(document).on(kind, (event) => mine(event.target) && touched())
    }
    for (const kind of ["formset:added", "formset:removed", "drop", "dragend"]) document.addEventListener(kind, () => setTimeout(touched))
    // Lines that a script moved tell nobody: once somebody is at work, the form is looked at.
    let isAtWork = false
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, (event) => (isAtWork ||= mine(event.target)))
    setInterval(() => isAtWork && touched(), 3000)
    form.addEventListener("prose-editor:ready", () => isAtWork || isDirty() || (known = newest = now()))

    // Who is here

    const tabs = window.deskTabs(state.user, state.article, state.tab)
    const beat = async () => {
      if (!state.article || document.hidden || running || isSubmitting) return
      try {
        const gone = await tabs.gone()
        const { status, answer, session } = await postOnce(state.presence, { revision: revision(), typing: Date.now() - changedAt < WRITING, gone })
        if (session !== "fine") {
          if (words[session]) alertWith(words[session], true)
        } else if (status === 200 && answer) {
          if (!alertLine.hidden || box.dataset.kind === "trouble") retryNow()
          alertWith("")
          hear(answer)
          tabs.forget(gone)
        } else if (answer?.error) alertWith(answer.error)
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
      }
    }
    const retryNow = () => {
      retries = 0
      if (isDirty()) later(0)
    }
    setInterval(beat, HEARTBEAT)
    window.addEventListener("online", retryNow)
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) {
        beat()
        setTimeout(beat, 2500) // The tab that was closed to come here may still be on its way out.
      }
      if (isDirty()) {
        storeHere()
        retryNow()
      }
    })
    window.addEventListener("pagehide", () => {
      if (!isSubmitting) storeHere()
      if (!state.article) return
      const goodbye = new FormData()
      goodbye.append("csrfmiddlewaretoken", token())
      goodbye.append("tab", state.tab)
      navigator.sendBeacon(state.leave, goodbye)
    })
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return
      isSubmitting = false
      beat()
    })
    window.addEventListener("beforeunload", (event) => {
      if (isDirty() && !isLocal && !isSubmitting && !isDropped) event.preventDefault()
    })

    // Before a real submit

    let isReady = false
    let isChecking = false
    const mayGo = async () => {
      clearTimeout(timer)
      await running?.catch(() => null)
      clearTimeout(timer)
      touched()
      clearTimeout(timer)
      let went = "refused"
      if (isDirty()) {
        storeHere()
        went = await sendNow()
        clearTimeout(timer)
      }
      if (went === "refused") {
        try {
          went = await check()
        } catch {
          went = "unreachable"
        }
      }
      if (went === "unreachable" || went === "signedOut" || went === "signedInAs") {
        say(isLocal ? words[went === "unreachable" ? "offline" : went] : words.nowhere, "trouble")
        alertWith(went === "unreachable" ? words.notSent : words.notSentSignedOut, went !== "unreachable")
        if (isDirty()) again()
        return false
      }
      return true
    }
    form.addEventListener(
      "submit",
      async (event) => {
        if (isReady) {
          isReady = false
          isSubmitting = true
          return
        }
        event.preventDefault()
        event.stopImmediatePropagation()
        if (isChecking || isSubmitting) return
        isChecking = true
        const { submitter } = event
        say(words.checking, "typing")
        try {
          if (!(await mayGo())) return
        } finally {
          isChecking = false
        }
        alertWith("")
        isReady = true
        form.requestSubmit(submitter)
      },
      true,
    )

    // What this browser kept and the server never got

    const savedBefore = () => document.cookie.match(/(?:^|; )desk_saved=([^;]+)/)?.[1]
    const bringBack = async (isSecondLook = false) => {
      const open = await tabs.living()
      const entries = []
      let isLiving = false
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(prefix))) {
        try {
          const entry = JSON.parse(localStorage.getItem(name))
          if (entry.id === savedBefore() || (state.keptAt && state.keptAt > entry.at)) localStorage.removeItem(name)
          else if (open.has(entry.tab)) isLiving = true
          else entries.push({ ...entry, name })
        } catch {
          localStorage.removeItem(name)
        }
      }
      // A tab that just died may hold its lock for a moment longer.
      if (isLiving && !isSecondLook) setTimeout(() => isDirty() || bringBack(true), 1500)
      if (!entries.length) return
      form.inert = true
      let brought = null
      for (const entry of entries.sort((one, other) => one.at - other.at)) {
        try {
          const { status } = await postOnce(state.autosave, { key: entry.key, form: JSON.parse(entry.pairs) })
          if (status !== 200) continue
          localStorage.removeItem(entry.name)
          brought = entry
        } catch {
          // It stays where it is until the next time.
        }
      }
      form.inert = false
      if (!brought) return trouble("offline")
      if (state.article) location.reload()
      else location.replace(`?draft=${brought.key}`)
    }
    const forgetHere = () => {
      isDropped = true
      for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name)
    }
    document.querySelector("[data-saving-discard]")?.addEventListener("click", forgetHere)
    document.querySelector("[data-saving-go-on]")?.addEventListener("click", () => {
      document.querySelector("[data-saving-restored]").remove()
      form.querySelector("[name=headline]")?.focus()
    })

    if (state.isBehind) {
      if (!state.article) history.replaceState(history.state, "", `?draft=${state.key}`)
      beat()
    } else {
      bringBack().then(beat)
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
