const marginPx = 12
const abovePx = 120

/**
 * Puts an open dialog near the element that opened it, and gives the page the height that the dialog needs: the frame is as
 * high as its content, so its middle may be far from what a person sees. The function that it answers takes that height back.
 */
export function placeDialog(dialog: HTMLDialogElement, opener: Element | null): () => void {
  const root = document.getElementById('root')
  const page = document.documentElement
  const openerTop = (opener?.getBoundingClientRect().top ?? 0) + window.scrollY
  const lowest = page.scrollHeight - dialog.offsetHeight - marginPx
  const top = Math.max(marginPx, Math.min(openerTop - abovePx, lowest))
  dialog.style.top = `${top}px`
  dialog.scrollIntoView({ block: 'nearest' })
  const observer = new ResizeObserver(() => {
    if (root) root.style.minHeight = `${top + dialog.offsetHeight + marginPx}px`
  })
  observer.observe(dialog)
  return () => {
    observer.disconnect()
    if (root) root.style.minHeight = ''
  }
}
