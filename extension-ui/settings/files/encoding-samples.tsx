import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EncodingSample } from '../../src/api/file-types.ts'
import { useEncodingName } from './reading-words.ts'

const shownCharacters = 160
const shownLines = 3
/** Of what reads the same everywhere, so much is left before the first letter that does not. */
const leadCharacters = 12

interface EncodingSamplesProps {
  samples: EncodingSample[]
  /** Then they are open at once. */
  isUnsure: boolean
  onChoose: (encoding: string) => void
}

/** How the beginning reads in the encoding that is used, the first, and in others; each stays in its place when one is chosen. */
export function EncodingSamples({ samples, isUnsure, onChoose }: EncodingSamplesProps) {
  const { t } = useTranslation()
  const encodingName = useEncodingName()
  const [order] = useState(() => samples.map(({ encoding }) => encoding))
  const different = withoutRepeats(samples).sort((a, b) => placeIn(order, a) - placeIn(order, b))
  if (different.length < 2) return null
  const cards = (
    <>
      {different.map(({ encoding, lines }) => (
        <button
          key={encoding}
          type="button"
          className="encoding"
          aria-pressed={encoding === samples[0]?.encoding}
          onClick={() => onChoose(encoding)}
        >
          <b>{encodingName(encoding)}</b>
          <bdi className="encoding-lines">{lines.join('\n')}</bdi>
        </button>
      ))}
    </>
  )
  if (isUnsure) {
    return (
      <fieldset className="encodings">
        <legend>{t('reading.looksRight')}</legend>
        {cards}
      </fieldset>
    )
  }
  return (
    <details className="encodings-more">
      <summary>{t('reading.looksWrong')}</summary>
      <div className="encodings">{cards}</div>
    </details>
  )
}

function placeIn(order: string[], { encoding }: EncodingSample): number {
  const place = order.indexOf(encoding)
  return place === -1 ? order.length : place
}

/** Of encodings in which the lines read the same, the first; of each line, where it begins to differ. */
function withoutRepeats(samples: EncodingSample[]): EncodingSample[] {
  const seen = new Map<string, EncodingSample>()
  for (const { encoding, lines } of samples) {
    const cut = lines.slice(0, shownLines).map((line, position) => cutLine(line, sameUntil(samples, position)))
    const text = cut.join('\n')
    if (!seen.has(text)) seen.set(text, { encoding, lines: cut })
  }
  return [...seen.values()]
}

/** Up to where this line reads the same in all encodings. */
function sameUntil(samples: EncodingSample[], position: number): number {
  const [first = '', ...others] = samples.map(({ lines }) => lines[position] ?? '')
  let end = 0
  while (end < first.length && others.every((line) => line[end] === first[end])) end += 1
  return end
}

function cutLine(line: string, same: number): string {
  const start = same < line.length ? Math.max(0, same - leadCharacters) : 0
  const shown = line.slice(start, start + shownCharacters)
  return `${start > 0 ? '…' : ''}${shown}${start + shown.length < line.length ? '…' : ''}`
}
