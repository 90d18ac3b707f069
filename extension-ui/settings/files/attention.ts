import type { SourceFile } from '../../src/api/file-types.ts'

const unsureKind = 0.6
const unsureNotes = ['read.unsure_encoding', 'read.unsure_delimiter']

/** How it was read is a guess that a person should look at. */
export function isUnsure(file: SourceFile): boolean {
  return isUnsureKind(file) || (file.state === 'staged' && file.notes.some(({ code }) => unsureNotes.includes(code)))
}

/** What its rows are is a guess. */
export function isUnsureKind({ state, kindConfidence }: SourceFile): boolean {
  return state === 'staged' && kindConfidence !== null && kindConfidence < unsureKind
}

/** Nothing moves before a person has done something, or what was read should at least be looked at. */
export function needsLook(file: SourceFile): boolean {
  const { state, rejectedRows } = file
  return state === 'rejected' || (state === 'staged' && !!rejectedRows) || isUnsure(file)
}
