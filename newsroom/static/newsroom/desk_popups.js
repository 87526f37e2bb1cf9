// The theme makes a new author, section or picture in a frame above the form. Here the way there and back works
// by keyboard too: the three dots are a button, Escape and a button close the frame, and the focus goes back.
{
  const isPopup = window.parent !== window
  const dots = (wrapper) => wrapper?.querySelector("[x-ref^=relatedWidgetWrapper]")
  const modal = (view) => view.Alpine.$data(view.document.body)

  const start = () => {
    const words = document.getElementById("desk-popup-words")?.dataset
    if (!words) return
    if (isPopup && document.body.classList.contains("popup")) {
      document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.defaultPrevented || document.querySelector(".select2-container--open, dialog[open], [popover]:popover-open")) return
        modal(window.parent).openModal = false
      })
      return
    }
    const name = (wrapper) => {
      const button = dots(wrapper)
      if (!button || button.role === "button") return
      button.role = "button"
      button.tabIndex = 0
      const field = wrapper.querySelector("select, input")
      const label = field?.labels?.[0]?.textContent.trim() || field?.getAttribute("aria-label") || ""
      button.setAttribute("aria-label", label ? `${words.more}: ${label}` : words.more)
    }
    const nameAll = () => document.querySelectorAll(".related-widget-wrapper").forEach(name)
    nameAll()
    document.addEventListener("formset:added", nameAll)

    const menuOf = (button) => document.getElementById(button.closest(".related-widget-wrapper").dataset.id)
    document.addEventListener("keydown", (event) => {
      const button = event.target.closest?.("[x-ref^=relatedWidgetWrapper]")
      if (button && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault()
        button.click()
        setTimeout(() => menuOf(button)?.querySelector("a[href]")?.focus(), 50)
        return
      }
      const menu = event.target.closest?.("nav[id^=related-widget-wrapper-]")
      if (!menu || event.key !== "Escape") return
      dots(document.querySelector(`[data-id="${CSS.escape(menu.id)}"]`))?.focus()
    })

    const content = document.getElementById("modal-content")
    if (!content) return
    let opener = null
    // Before the theme's own listener, which ends the event.
    window.addEventListener("click", (event) => {
      const link = event.target.closest?.("a.related-widget-wrapper-link, a.related-lookup")
      if (!link?.href) return
      const menu = link.closest("nav[id^=related-widget-wrapper-]")
      const wrapper = menu ? document.querySelector(`[data-id="${CSS.escape(menu.id)}"]`) : null
      opener = dots(wrapper) ?? link
      // Its menu is done.
      setTimeout(() => document.body.click())
    }, true)
    new MutationObserver(() => {
      const frame = content.querySelector(".related-modal-frame")
      if (!frame || content.querySelector("[data-popup-close]")) return
      frame.title = document.getElementById(frame.name)?.title ?? ""
      const close = document.createElement("button")
      close.type = "button"
      close.className = "desk-button desk-popup-close"
      close.dataset.popupClose = ""
      close.textContent = words.close
      close.addEventListener("click", () => (modal(window).openModal = false))
      content.prepend(close)
      frame.addEventListener("load", () => {
        const first = () => frame.contentDocument?.querySelector("#content form :is(input:not([type=hidden]), textarea, select)")
        // What is not drawn yet takes no focus.
        const look = (tries) => {
          if (frame.getClientRects().length && first()) first().focus()
          else if (tries) setTimeout(look, 50, tries - 1)
        }
        setTimeout(look, 50, 20)
      })
    }).observe(content, { childList: true })
    let wasOpen = false
    window.Alpine.effect(() => {
      const isOpen = modal(window).openModal
      if (wasOpen && !isOpen) {
        const back = opener
        // The trap of the theme lets go first.
        setTimeout(() => {
          content.replaceChildren()
          back?.isConnected && back.focus()
        }, 50)
      }
      wasOpen = isOpen
    })
  }
  window.addEventListener("load", () => setTimeout(start))
}
