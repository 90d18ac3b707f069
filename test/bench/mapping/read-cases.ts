import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Json } from '../../../server/lib/json.ts'

export interface LabelledColumn {
  header: string
  samples: Json[]
  /** Right targets, the best first. */
  accept: string[]
  /** Pipedrive's type, where the target is a custom field. */
  type?: string
}

export interface LabelledFile {
  set: string
  name: string
  kind: string
  /** Whether the kind is told or has to be recognised. */
  kindGiven: boolean
  style: string
  columns: LabelledColumn[]
}

/** The labelled files of cases/, in the order of their paths. */
export function readCases(): LabelledFile[] {
  const folder = join(import.meta.dirname, 'cases')
  return globSync('*/*.json', { cwd: folder })
    .sort()
    .map((path) => ({ ...JSON.parse(readFileSync(join(folder, path), 'utf8')), set: basename(dirname(path)) }))
}
