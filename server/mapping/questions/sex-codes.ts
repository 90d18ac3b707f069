import { type DatasetDraft, distinctTexts, mappedColumns } from '../plan-input.ts'
import { sexWords, valueKey } from '../status-words.ts'
import type { Why } from '../types.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/** Values that say that nobody knows. */
const unknownWords = new Set([
  '',
  '-',
  '?',
  '??',
  '???',
  '—',
  'unknown',
  'n/a',
  'null',
  'none',
  'неизвестно',
  'не указан',
  'не указано',
  'нет',
])

/**
 * Gender codes: Altcraft's own sources contradict each other (facts: trap 2), so codes are asked for, words are not. Writes
 * `code → label` into the dataset's reading.
 */
export function decideSexCodes(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft, 'person.custom:gender')) {
      const codes = [...new Set(distinctTexts(profile).map(valueKey))]
        .filter((code) => !unknownWords.has(code) && !Object.hasOwn(sexWords, code))
        .sort()
      if (codes.length === 0) continue
      const options = optionsFor(codes)
      const answer = asker.ask({
        id: questionId('sex_codes', draft.input.file, mapping.column),
        code: 'sex_codes',
        datasetId: draft.input.id,
        column: mapping.column,
        examples: profile.topValues.slice(0, 5).map(({ value, count }) => `${value} (${count})`),
        options: options.map((value) => ({ value })),
        proposal: options[0] ?? 'keep',
        reason: reasonFor(codes),
      })
      draft.reading.sexCodes = { ...draft.reading.sexCodes, ...toMap(answer, codes) }
    }
  }
}

/** Best first. `keep`: the codes themselves become options; `leave_out`: they are not imported. */
function optionsFor(codes: readonly string[]): string[] {
  const hasTwo = codes.some((code) => Number(code) === 2)
  // 0 beside 1 and 2 means unknown in every source.
  const signed = codes.filter((code) => !hasTwo || Number(code) !== 0)
  const [a, b] = signed.filter((code) => /^\d+(?:\.0)?$/.test(code))
  if (signed.length !== 2 || a === undefined || b === undefined) return ['keep', 'leave_out']
  return [`${a}=Male,${b}=Female`, `${a}=Female,${b}=Male`, 'keep', 'leave_out']
}

function reasonFor(codes: readonly string[]): Why {
  const has = (code: string) => codes.includes(code)
  if (has('0') && has('1') && !has('2')) return why('sex_codes_01')
  return has('1') && has('2') ? why('sex_codes_12') : why('sex_codes_words')
}

function toMap(answer: string, codes: readonly string[]): Record<string, string> {
  if (answer === 'leave_out') return {}
  if (answer === 'keep') return Object.fromEntries(codes.map((code) => [code, code]))
  return Object.fromEntries(answer.split(',').map((pair) => pair.split('=') as [string, string]))
}
