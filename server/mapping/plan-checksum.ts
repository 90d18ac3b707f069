import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../lib/json.ts'

/** SHA-256 (hex) of a document with its keys in order: what a person confirmed is what a run carries. */
export function planChecksum(document: object): string {
  const plain: Json = JSON.parse(JSON.stringify(document))
  return createHash('sha256').update(canonicalJson(plain)).digest('hex')
}
