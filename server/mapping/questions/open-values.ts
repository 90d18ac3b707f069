import { valueKey } from '../status-words.ts'
import type { Question, Why } from '../types.ts'
import { counted, isUnknown, type ValueEntry, type ValueMap } from '../value-maps/value-map.ts'
import { type Asker, questionId } from './asker.ts'

/** More unknown values than this are one question: what becomes of all that nobody decides one by one. */
export const mostSingleQuestions = 20

export interface OpenValues {
  /** Codes of the question about one value, and of the one about all of them. */
  one: string
  all: string
  options: Question['options']
  propose(entry: ValueEntry): { proposal: string; reason: Why }
  proposeForAll: { proposal: string; reason: Why }
}

/**
 * Asks for the unknown values of a map, unless it says what becomes of the undecided ones. Answers the map with what was
 * answered, and what each unknown value becomes: answered, else proposed. A map whose values are not all known is asked about
 * as a whole, too.
 */
export function askOpenValues(
  map: ValueMap,
  asker: Asker,
  open: OpenValues,
): { map: ValueMap; taken: Map<string, string> } {
  const taken = new Map<string, string>()
  if (map.otherwise !== undefined) return { map, taken }
  const unknown = map.entries.filter(isUnknown)
  if (unknown.length === 0 && map.complete) return { map, taken }
  if (unknown.length > mostSingleQuestions || !map.complete) return askForAll(map, unknown, asker, open)
  const answered = new Map<string, string>()
  for (const entry of unknown) {
    const answer = asker.ask({
      id: questionId(open.one, entry.file, entry.value),
      code: open.one,
      datasetId: entry.datasetId,
      column: entry.column,
      examples: [entry.value],
      options: open.options,
      valueMap: map.id,
      ...open.propose(entry),
    })
    taken.set(entry.key, answer)
    if (asker.asked.at(-1)?.answer !== undefined) answered.set(entry.key, answer)
  }
  const entries = map.entries.map((entry): ValueEntry => {
    const decided = answered.get(entry.key)
    return decided === undefined ? entry : { ...entry, decided }
  })
  return { map: counted({ ...map, entries }), taken }
}

function askForAll(
  map: ValueMap,
  unknown: readonly ValueEntry[],
  asker: Asker,
  open: OpenValues,
): ReturnType<typeof askOpenValues> {
  const answer = asker.ask({
    id: `value_map:${map.id}`,
    code: open.all,
    examples: unknown.map(({ value, count }) => (count === 0 ? value : `${value} (${count})`)),
    options: open.options,
    valueMap: map.id,
    values: unknown.length,
    ...open.proposeForAll,
  })
  const isAnswered = asker.asked.at(-1)?.answer !== undefined
  return {
    map: isAnswered ? { ...map, otherwise: answer } : map,
    taken: new Map([...unknown.map(({ key }): [string, string] => [valueKey(key), answer]), ['*', answer]]),
  }
}
