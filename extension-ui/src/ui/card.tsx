import { type ReactNode, useId } from 'react'

interface CardProps {
  title: string
  aside?: ReactNode
  children: ReactNode
}

/** A titled part of the page. */
export function Card({ title, aside, children }: CardProps) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
