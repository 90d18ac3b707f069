import { normaliseColumn } from '../captions.ts'
import { type KindInput, quoteColumns } from './column-names.ts'
import { findSaid, nameWords } from './name-words.ts'

const reasonNames = /^(?:reason|suppression reason|unsubscribe reason|причина(?: отписки| добавления| блокировки)?)$/
const addedNames =
  /^(?:added(?: at)?|date added|suppressed at|unsubscribed at|добавлен|дата (?:добавления|отписки|блокировки))$/
const besideNames =
  /^(?:created(?: at)?|channel|канал|resource(?: id)?|ресурс|source|источник|comment|комментарий|status|статус)$/

const suppressionWords = [
  ...['suppress', 'stop list', 'stoplist', 'blacklist', 'black list', 'blocklist', 'block list', 'dnc'],
  ...['do not mail', 'do not email', 'do not contact', 'do not call', 'do not send'],
  ...['unsubscribed', 'opt out', 'optout', 'стоп лист', 'стоплист', 'блэклист', 'блеклист', 'черн спис'],
  ...['отписавш', 'отписанн'],
]

/** The words by which a file says that the people in it must not be written to. */
export function saysSuppressed(words: readonly string[]): string | undefined {
  return findSaid(words, suppressionWords)
}

/**
 * A list of people as a suppression list: by its name, or by a column of reasons beside addresses. `others` are the columns
 * that are neither identity nor common beside it. The evidence says what the list means: it is what people see of a dataset.
 */
export function suppressionOf(
  input: KindInput,
  others: readonly string[],
  hasAddresses: boolean,
): { kind: 'suppression_lists'; confidence: number; evidence: string } | undefined {
  const word = saysSuppressed(nameWords(input))
  const names = input.columns.map(normaliseColumn)
  const reason = input.columns.find((_, index) => reasonNames.test(names[index] ?? ''))
  const known = others.every((name) => [reasonNames, addedNames, besideNames].some((pattern) => pattern.test(name)))
  if (!known || (word === undefined && !(hasAddresses && reason !== undefined))) return undefined
  const dated = names.some((name) => addedNames.test(name))
  const facts = [
    ...(word === undefined ? [] : [`the name says "${word}"`]),
    ...(reason === undefined ? [] : [`column ${reason} says why`]),
    `the columns are ${quoteColumns(input.columns)}`,
  ]
  return {
    kind: 'suppression_lists',
    confidence: word !== undefined ? 0.8 : dated ? 0.7 : 0.55,
    evidence: `people who must not be marketed to: ${facts.join(', ')}`,
  }
}
