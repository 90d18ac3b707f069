import type { ReactNode } from 'react'

interface NoticeProps {
  title: string
  text: string
  children?: ReactNode
}

/** A page of one message: what is the matter, and what to do now. */
export function Notice({ title, text, children }: NoticeProps) {
  return (
    <section className="notice">
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </section>
  )
}
