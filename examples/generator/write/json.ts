/** The answer of an Altcraft list method: `{"data":[…],"error":0,"error_text":…}`, one element a line. */
export function* apiEnvelope(items: Iterable<unknown>): Generator<string> {
  yield '{"data":[\n'
  yield* separated(items)
  yield '\n],"error":0,"error_text":"Successful operation"}\n'
}

/** A bare JSON array, or one under a name: `{"workflows":[…]}`. */
export function* jsonArray(items: Iterable<unknown>, name?: string): Generator<string> {
  yield name === undefined ? '[\n' : `{"${name}":[\n`
  yield* separated(items)
  yield name === undefined ? '\n]\n' : '\n]}\n'
}

/** One JSON object a line. */
export function* ndjson(items: Iterable<unknown>): Generator<string> {
  for (const item of items) yield `${JSON.stringify(item)}\n`
}

function* separated(items: Iterable<unknown>): Generator<string> {
  let separator = ''
  for (const item of items) {
    yield separator + JSON.stringify(item)
    separator = ',\n'
  }
}
