import { type MouseEvent, type ToggleEvent, useId, useState } from 'react'

export interface MenuItem {
  label: string
  danger?: boolean
  act(): void
}

const itemPx = 36

/**
 * A button that opens a list of actions above everything else; the browser closes it at Escape, at a click elsewhere and
 * when another one opens. Focus is on the button again when an action begins.
 */
export function Menu({ label, items }: { label: string; items: MenuItem[] }) {
  const id = useId()
  const [place, setPlace] = useState<{ top: number; right: number }>()

  function choose({ act }: MenuItem): void {
    document.getElementById(id)?.hidePopover()
    act()
  }

  return (
    <>
      <button
        type="button"
        className="button menu-button"
        aria-label={label}
        title={label}
        popoverTarget={id}
        onClick={(event) => setPlace(placeBeside(event, items.length))}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      <div id={id} popover="auto" className="menu" style={place} onToggle={showWhole}>
        <ul>
          {items.map((item) => (
            <li key={item.label}>
              <button type="button" className={item.danger ? 'menu-danger' : undefined} onClick={() => choose(item)}>
                {item.label}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}

/** Below the button, or above it where the frame ends. */
function placeBeside({ currentTarget }: MouseEvent, items: number): { top: number; right: number } {
  const { top, bottom, right } = currentTarget.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const height = items * itemPx + 12
  const fitsBelow = bottom + height + 4 <= clientHeight || top < height
  const place = fitsBelow ? bottom + 4 : top - height - 4
  return { top: place + window.scrollY, right: clientWidth - right }
}

/** The frame is as high as its content: where it ends says nothing about what a person sees. */
function showWhole({ currentTarget, newState }: ToggleEvent<HTMLElement>): void {
  if (newState === 'open') currentTarget.scrollIntoView({ block: 'nearest' })
}
