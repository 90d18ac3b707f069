import { makeJsonScanner } from './json-scan.ts'
import { feedWhole } from './json-text.ts'

/**
 * The offset of the first character at which `text` stops being JSON (RFC 8259), or undefined when it is one JSON value.
 * V8's messages name a place only sometimes, and their wording changes.
 */
export function findJsonError(text: string): number | undefined {
  return feedWhole(makeJsonScanner({ begin: () => 'check' }, true), text, false)
}

/** The same for several documents one after the other; `open`: the text may be cut off anywhere. */
export function findDocumentsError(text: string, open: boolean): number | undefined {
  return feedWhole(makeJsonScanner({ begin: () => 'check' }), text, open)
}
