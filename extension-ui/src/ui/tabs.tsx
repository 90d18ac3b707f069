import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

export interface Tab {
  id: string
  label: string
  content: () => ReactNode
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

/** Parts of which one is shown, at first `first` or the first of all; arrow keys go from one to the next. */
export function Tabs({ label, first, tabs }: { label: string; first?: string | undefined; tabs: Tab[] }) {
  const prefix = useId()
  const list = useRef<HTMLDivElement>(null)
  const [shownId, show] = useState(first)
  const shown = tabs.find(({ id }) => id === shownId) ?? tabs[0]
  if (!shown) return null
  if (tabs.length === 1) return shown.content()

  function move({ key }: KeyboardEvent): void {
    const step = steps[key]
    if (step === undefined || !shown) return
    const next = tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length]
    if (!next) return
    show(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }

  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${prefix}${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab === shown}
            aria-controls={`${prefix}panel`}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => show(tab.id)}
            onKeyDown={move}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}panel`} aria-labelledby={`${prefix}${shown.id}`} className="tab-panel">
        {shown.content()}
      </div>
    </>
  )
}
