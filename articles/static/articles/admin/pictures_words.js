// In the table of words: a credit or licence goes down into every picture below by a button.
{
  const start = () => {
    const table = document.querySelector("[data-words-table]")
    if (!table) return
    for (const name of ["credit", "licence"]) {
      const cells = [...table.querySelectorAll(`[data-word="${name}"]`)]
      cells.slice(0, -1).forEach((cell, number) => {
        const button = document.createElement("button")
        button.type = "button"
        button.className = "desk-fill-down"
        button.textContent = `↓ ${table.dataset.down}`
        button.addEventListener("click", () => {
          const { value } = cell.querySelector("input")
          for (const below of cells.slice(number + 1)) below.querySelector("input").value = value
        })
        cell.append(button)
      })
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
}
