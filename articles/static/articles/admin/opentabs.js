// Which tabs of this browser had the article open and are gone: closed without a word, or crashed. A tab that
// lives holds a lock; where a browser knows no locks, the server forgets a silent tab by itself.
globalThis.deskTabs = (user, article, tab) => {
  const prefix = `desk-tab:${user}:${article}:`
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix))
  navigator.locks?.request(`desk:${tab}`, () => {
    try {
      if (article) localStorage.setItem(prefix + tab, "")
    } catch {
      // A browser that keeps nothing has the server's patience.
    }
    return new Promise(() => {})
  })
  const living = async () => {
    const held = (await navigator.locks?.query())?.held ?? []
    return new Set(held.map(({ name }) => name.replace(/^desk:/, "")))
  }
  return {
    living,
    gone: async () => {
      if (!navigator.locks) return []
      const there = await living()
      return names()
        .map((name) => name.slice(prefix.length))
        .filter((each) => each !== tab && !there.has(each))
    },
    forget: (tabs) => tabs.forEach((each) => localStorage.removeItem(prefix + each)),
  }
}
