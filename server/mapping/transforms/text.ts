import { createHash } from 'node:crypto'
import { readNested, readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { blank, longestText, mostMembers, ofEach, ofText, type StepMakers, type TransformOf } from './step.ts'

export const textSteps: StepMakers<'trim' | 'case' | 'split' | 'join' | 'hash'> = {
  /** Lists and objects stay as they are. */
  trim: () => (value) => ({ ok: typeof value === 'object' ? value : (readText(value) ?? null) }),
  case: ({ to }) => ofEach((text) => ({ ok: toCase(text, to) })),
  split: (transform) => (value) => ofText((text) => ({ ok: split(text, transform) }), value),
  join: ({ by }) => {
    return (value) => {
      const list = readNested(value)
      if (!Array.isArray(list)) return ofText((text) => ({ ok: text }), value)
      const texts = list.flatMap((member) => memberText(member) ?? [])
      const length = texts.reduce((sum, text) => sum + text.length + by.length, 0)
      if (length > longestText) return { problem: 'value.too_long' }
      return texts.length === 0 ? blank : { ok: texts.join(by) }
    }
  },
  hash: () => ofEach((text) => ({ ok: createHash('sha256').update(text).digest('hex') })),
}

function toCase(text: string, to: TransformOf<'case'>['to']): string {
  if (to === 'lower') return text.toLowerCase()
  return to === 'upper' ? text.toUpperCase() : toTitle(text)
}

/** The first letter of each word is large (`анна-мария о’нил` → `Анна-Мария О’Нил`); letters that would become two stay small. */
function toTitle(text: string): string {
  return text.toLowerCase().replace(/(?<![\p{L}\p{M}\p{N}])\p{L}/gu, (letter) => {
    const large = letter.toUpperCase()
    return large.length === letter.length ? large : letter
  })
}

function split(text: string, { by, part }: TransformOf<'split'>): Json {
  if (by === '') return text
  const parts = text.split(by).flatMap((piece) => readText(piece) ?? [])
  if (part === undefined) return parts.length === 0 ? null : parts.slice(0, mostMembers)
  return parts.at(part > 0 ? part - 1 : part) ?? null
}

function memberText(member: Json): string | undefined {
  return typeof member === 'object' && member !== null ? JSON.stringify(member) : readText(member)
}
