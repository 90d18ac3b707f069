import { readNested } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { blank, mostMembers, type StepMakers, type StepResult } from './step.ts'

const segment = String.raw`\.[\p{L}_$][\p{L}\p{N}_$\-]*|\[\d{1,6}\]|\[\*\]|\["(?:[^"\\]|\\.)*"\]|\['(?:[^'\\]|\\.)*'\]`

/** `$.address.city`, `$.phones[0]`, `$["odd key"]`, `$.tags[*].title`; to be read with the `u` flag. */
export const jsonPathPattern = String.raw`^\$(?:${segment})*$`

type Segment = { key: string } | { at: number } | 'every'

export const jsonSteps: StepMakers<'jsonPath'> = {
  /** A value that is not there is blank; what `[*]` finds is a list. */
  jsonPath: ({ path }) => {
    const segments = readPath(path)
    return (value) => (segments === undefined ? { problem: 'json.path_wrong' } : find(value, segments))
  },
}

function find(value: Json, segments: readonly Segment[]): StepResult {
  const nested = readNested(value)
  if (typeof nested !== 'object' || nested === null) return { problem: 'json.none' }
  let found: Json[] = [nested]
  for (const one of segments) found = found.flatMap((each) => membersOf(each, one)).slice(0, mostMembers)
  if (!segments.includes('every')) return { ok: found[0] ?? null }
  return found.length === 0 ? blank : { ok: found }
}

function membersOf(value: Json, segment: Segment): Json[] {
  if (typeof value !== 'object' || value === null) return []
  if (segment === 'every') return Object.values(value)
  if ('at' in segment) return Array.isArray(value) ? value.slice(segment.at, segment.at + 1) : []
  if (Array.isArray(value) || !Object.hasOwn(value, segment.key)) return []
  return [value[segment.key] ?? null]
}

/** Undefined for anything that `jsonPathPattern` does not take. */
export function readPath(path: string): Segment[] | undefined {
  if (path.length > 500 || !new RegExp(jsonPathPattern, 'u').test(path)) return undefined
  return [...path.matchAll(new RegExp(segment, 'gu'))].map(([text]) => toSegment(text))
}

function toSegment(text: string): Segment {
  if (text.startsWith('.')) return { key: text.slice(1) }
  const inner = text.slice(1, -1)
  if (inner === '*') return 'every'
  return /^\d/.test(inner) ? { at: Number(inner) } : { key: inner.slice(1, -1).replace(/\\(.)/g, '$1') }
}
