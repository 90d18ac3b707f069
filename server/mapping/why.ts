import type { Detail } from '../errors.ts'
import type { Why } from './types.ts'

/** A reason for a proposal. Its text is `why.<code>` in the panel, in both languages. */
export function why(code: string, detail: Detail = {}): Why {
  return { code, detail }
}
