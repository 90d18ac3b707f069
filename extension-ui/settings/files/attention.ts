import type { SourceFile } from '../../src/api/file-types.ts'

const unsureKind = 0.6
const unsureNotes = ['read.unsure_encoding', 'read.unsure_delimiter']

/** How it was read is a guess that a person should look at. */
export function isUnsure({ state, kindConfidence, notes }: SourceFile): boolean {
  if (state !== 'staged') return false
  return (
    (kindConfidence !== null && kindConfidence < unsureKind) || notes.some(({ code }) => unsureNotes.includes(code))
  )
}

/** Nothing moves before a person has done something, or it should at least be looked at. */
export function needsLook(file: SourceFile): boolean {
  return file.state === 'rejected' || isUnsure(file)
}
