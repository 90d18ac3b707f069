/** Keeps the browser from leaving the page for a file that is dropped beside the area that takes it. */
export function ignoreStrayDrops(page: Document): void {
  page.addEventListener('dragover', (event) => {
    if (event.defaultPrevented) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
  })
  page.addEventListener('drop', (event) => event.preventDefault())
}
