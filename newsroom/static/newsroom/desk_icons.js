// The theme draws icons with words of a font ("article", "manage_search"), which screen readers read out. They are
// hidden from them wherever something else says what the icon does; an icon that alone names a button stays.
{
  const ICON = ".material-symbols-outlined:not([aria-hidden])"
  const CONTROL = "a, button, label, summary, [role=button]"
  const wordsOf = (element) => {
    const words = element.cloneNode(true)
    for (const icon of words.querySelectorAll(".material-symbols-outlined")) icon.remove()
    return words.textContent.trim()
  }
  const isNamed = (element) => element.ariaLabel || element.title || element.hasAttribute("aria-labelledby") || wordsOf(element)
  const isNeeded = (icon) => {
    // In a list "yes" and "no" are icons and nothing else.
    const holder = icon.closest(CONTROL) ?? icon.closest("#result_list td")
    return holder && !isNamed(holder)
  }
  const hide = (root) => {
    for (const icon of [root, ...root.querySelectorAll(ICON)]) if (icon.matches?.(ICON) && !isNeeded(icon)) icon.ariaHidden = "true"
  }
  document.addEventListener("DOMContentLoaded", () => {
    hide(document)
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) if (node.nodeType === 1) hide(node)
    }).observe(document.body, { childList: true, subtree: true })
  })
}
