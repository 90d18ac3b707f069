/** Reports the height of `element` in whole pixels, now and whenever it changes. */
export function followHeight(element: Element, report: (height: number) => void): void {
  let last = 0
  const observer = new ResizeObserver(() => {
    const height = Math.ceil(element.getBoundingClientRect().height)
    if (height === last || height === 0) return
    last = height
    report(height)
  })
  observer.observe(element)
}
