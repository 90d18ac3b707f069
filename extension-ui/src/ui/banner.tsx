import type { ReactNode } from 'react'

interface BannerProps {
  tone: 'info' | 'good' | 'warning' | 'bad'
  children: ReactNode
}

/** A message inside a card; announced to screen readers when it appears. */
export function Banner({ tone, children }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`} role="status">
      {children}
    </div>
  )
}
