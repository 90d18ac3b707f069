import type { ReactNode } from 'react'

/** A table that may be wider than the page: it scrolls sideways in its own frame, by keyboard too. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="scroll-table" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  )
}
