import { Type } from '@fastify/type-provider-typebox'
import { Check } from 'typebox/value'
import { type AskedColumn, ModelFailed, type Suggestion } from './types.ts'

const strict = { additionalProperties: false }
const Answers = Type.Object({ answers: Type.Array(Type.Unknown()) }, strict)
const Answer = Type.Object(
  {
    column: Type.Integer({ minimum: 0 }),
    target: Type.String(),
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
  },
  strict,
)

/**
 * The suggestions in a model's answer to this question. Each entry is taken or dropped alone: it must have exactly the three
 * properties, name a column that was asked about, and a target that was offered for that column. A column named twice is
 * dropped altogether. Throws `ModelFailed` (nonsense) for a text that is not the JSON object asked for.
 */
export function readAnswer(text: string, question: readonly AskedColumn[]): Suggestion[] {
  const answer = parseAnswer(text)
  if (!Check(Answers, answer)) throw new ModelFailed('nonsense')
  const entries = answer.answers.filter((entry) => Check(Answer, entry))
  return entries.flatMap((entry) => {
    const asked = question[entry.column]
    const isSole = entries.filter(({ column }) => column === entry.column).length === 1
    if (asked === undefined || !isSole || !asked.targets.includes(entry.target)) return []
    const { datasetId, column } = asked.open
    return [{ datasetId, column, target: entry.target, confidence: entry.confidence }]
  })
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(unwrap(text))
  } catch {
    throw new ModelFailed('nonsense')
  }
}

/** Models put their thoughts before the answer and a Markdown fence around it, also when told not to. */
function unwrap(text: string): string {
  const thoughtsEnd = text.trimStart().startsWith('<think>') ? text.indexOf('</think>') : -1
  const answer = (thoughtsEnd < 0 ? text : text.slice(thoughtsEnd + '</think>'.length)).trim()
  const isFenced = answer.length >= 6 && answer.startsWith('```') && answer.endsWith('```')
  return isFenced ? answer.slice(3, -3).replace(/^json\b/i, '') : answer
}
