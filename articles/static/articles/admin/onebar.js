// The buttons below an article stand in one line where there is room for most of them: what does not fit goes into
// "More", where each has a twin. What takes something from readers goes last. How saving goes keeps its room.
{
  const WIDE = matchMedia("(width >= 1200px)")
  const ROOM_TO_SAY = 190

  const start = () => {
    const row = document.getElementById("submit-row")
    const menu = document.getElementById("desk-more")
    if (!row || !menu) return
    const more = row.querySelector("[popovertarget=desk-more]")
    const rest = [...row.querySelectorAll(".desk-rest > *")]
    const twins = [...menu.querySelectorAll(":scope > .desk-rest-again")]
    const saving = row.querySelector(".desk-saving")
    const order = rest.map((_button, at) => at).sort((one, other) => rest[one].matches(".desk-danger") - rest[other].matches(".desk-danger") || other - one)

    const move = (at, isMoved) => {
      rest[at].classList.toggle("desk-bar-moved", isMoved)
      twins[at]?.classList.toggle("desk-bar-here", isMoved)
    }
    const fit = () => {
      rest.forEach((_button, at) => move(at, false))
      more.classList.remove("desk-bar-here")
      row.classList.remove("desk-bar-tight")
      if (!WIDE.matches) return
      const style = getComputedStyle(row)
      const gap = parseFloat(style.columnGap) || 0
      const room = row.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
      const needed = () => {
        const drawn = [...row.querySelectorAll(":scope > *, .desk-rest > *")].filter(
          (each) => each !== saving && !each.matches(".desk-rest, .desk-submit-error, [popover]") && each.getBoundingClientRect().width,
        )
        return drawn.reduce((sum, each) => sum + each.getBoundingClientRect().width + gap, 0) + (saving ? ROOM_TO_SAY : 0)
      }
      for (const at of order) {
        if (needed() <= room) break
        move(at, true)
        more.classList.add("desk-bar-here")
        row.classList.add("desk-bar-tight")
      }
    }
    let asked = 0
    const soon = () => {
      cancelAnimationFrame(asked)
      asked = requestAnimationFrame(fit)
    }
    new ResizeObserver(soon).observe(row)
    // The scripts of the checks and of the preview put theirs beside them.
    new MutationObserver((records) => records.some(({ target }) => !saving?.contains(target)) && soon()).observe(row, { childList: true, subtree: true, characterData: true })
    document.fonts?.ready.then(soon)
    fit()
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
