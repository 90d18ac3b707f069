import { useTranslation } from 'react-i18next'
import type { EncodingSample } from '../../src/api/file-types.ts'
import { useEncodingName } from './reading-words.ts'

const shownCharacters = 160

/** How the beginning reads in the encoding that is used and in others; nothing where it makes no difference. */
export function EncodingSamples({ samples, onChoose }: { samples: EncodingSample[]; onChoose: (e: string) => void }) {
  const { t } = useTranslation()
  const encodingName = useEncodingName()
  const different = withoutRepeats(samples)
  if (different.length < 2) return null
  return (
    <fieldset className="encodings">
      <legend>{t('reading.looksRight')}</legend>
      {different.map(({ encoding, lines }, position) => (
        <button
          key={encoding}
          type="button"
          className="encoding"
          aria-pressed={position === 0}
          onClick={() => onChoose(encoding)}
        >
          <b>{encodingName(encoding)}</b>
          <bdi className="encoding-lines">{lines.join('\n')}</bdi>
        </button>
      ))}
    </fieldset>
  )
}

/** Of encodings in which the lines read the same, the first. */
function withoutRepeats(samples: EncodingSample[]): EncodingSample[] {
  const seen = new Map<string, EncodingSample>()
  for (const { encoding, lines } of samples) {
    const cut = lines.map((line) => (line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line))
    const text = cut.join('\n')
    if (!seen.has(text)) seen.set(text, { encoding, lines: cut })
  }
  return [...seen.values()]
}
