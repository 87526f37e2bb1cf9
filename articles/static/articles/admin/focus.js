// The focal point of a picture: click, drag, arrow keys or numbers. The crops shown before saving are
// the ones that will be made: as near the point as the frame allows.
{
  const RATIOS = { "3x2": 3 / 2, "16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1, og: 1200 / 630 }
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

  const start = () => {
    const root = document.querySelector("[data-focus]")
    const inputs = ["x", "y"].map((axis) => document.querySelector(`[name="focus_${axis}"]`))
    if (!root || inputs.includes(null)) return
    const area = root.querySelector("[data-focus-area]")
    const picture = root.querySelector("[data-focus-picture]")
    const point = root.querySelector("[data-focus-point]")
    const says = root.querySelector("[data-focus-says]")
    const width = Number(picture.getAttribute("width"))
    const height = Number(picture.getAttribute("height"))
    const values = () => inputs.map(({ value }) => Number(value.replace(",", ".")))
    const before = inputs.map(({ value }) => value).join()

    const share = (size, shown, at) => (size === shown ? 0 : Math.min(Math.max(at * size - shown / 2, 0), size - shown) / (size - shown))

    const show = () => {
      const [x, y] = values()
      const known = [x, y].every((value) => value >= 0 && value <= 1)
      point.hidden = !known
      if (!known) return
      point.style.left = `${x * 100}%`
      point.style.top = `${y * 100}%`
      says.textContent = point.dataset.says.replace("{x}", Math.round(x * 100)).replace("{y}", Math.round(y * 100))
      if (inputs.map(({ value }) => value).join() === before) return
      for (const crop of root.querySelectorAll("[data-crop]")) {
        const ratio = RATIOS[crop.dataset.crop]
        const wide = Math.min(width, height * ratio)
        if (crop.src !== picture.src) crop.src = picture.src
        crop.style.objectPosition = `${share(width, wide, x) * 100}% ${share(height, wide / ratio, y) * 100}%`
      }
    }
    const move = (...at) => {
      inputs.forEach((input, axis) => {
        input.value = Math.min(Math.max(at[axis], 0), 1).toFixed(3)
        input.dispatchEvent(new Event("change", { bubbles: true }))
      })
      show()
    }
    const follow = ({ clientX, clientY }) => {
      const box = picture.getBoundingClientRect()
      move((clientX - box.left) / box.width, (clientY - box.top) / box.height)
    }
    area.addEventListener("pointerdown", (event) => {
      // A finger on the picture may be about to scroll: it drags the circle only, and taps set it.
      if (event.button || (event.pointerType === "touch" && event.target !== point)) return
      event.preventDefault()
      area.setPointerCapture(event.pointerId)
      follow(event)
      point.focus({ preventScroll: true })
    })
    area.addEventListener("pointermove", (event) => area.hasPointerCapture(event.pointerId) && follow(event))
    area.addEventListener("click", (event) => event.detail && follow(event))
    point.addEventListener("keydown", (event) => {
      const step = STEPS[event.key]
      if (!step) return
      event.preventDefault()
      const [x, y] = values()
      const far = event.shiftKey ? 0.1 : 0.01
      move(x + step[0] * far, y + step[1] * far)
    })
    for (const input of inputs) input.addEventListener("input", show)
    show()
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
