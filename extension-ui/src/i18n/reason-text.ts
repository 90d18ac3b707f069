import type { i18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Detail, Reason } from '../api/types.ts'

/** The text of a code of the server, with the values of its detail; a code without a text is shown as it is. */
export function reasonText({ t, exists }: Pick<i18n, 't' | 'exists'>, { code, detail }: Partial<Reason>): string {
  const key = `code.${code}`
  if (!exists(key)) return t('unknownCode', { code })
  return t(key, { ...toWords(detail ?? {}), ...contextOf(detail ?? {}) })
}

/** Which of several texts of a code is meant, where it has more than one: `file.reader_failed_time`. */
function contextOf({ saveAs, reason, archive, waitsFor, row, column }: Detail): { context?: string } {
  if (typeof waitsFor === 'string' && typeof row === 'number') return { context: column === undefined ? 'row' : 'cell' }
  if (typeof saveAs === 'string') return { context: saveAs }
  if (typeof reason === 'string') return { context: reason }
  return archive ? { context: 'archive' } : {}
}

/** Why something is proposed; empty where there is no text for it. */
export function whyText({ t, exists }: Pick<i18n, 't' | 'exists'>, { code, detail }: Reason): string {
  const key = `why.${code}`
  const values = toWords(detail)
  return exists(key, values) ? t(`why.${code}`, values) : ''
}

const listed = 8

/** Lists as they are written in a sentence, the first of very long ones only. */
function toWords(detail: Detail): Record<string, unknown> {
  const toWord = (value: Detail[string]) =>
    Array.isArray(value) ? [...value.slice(0, listed), ...(value.length > listed ? ['…'] : [])].join(', ') : value
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, toWord(value)]))
}

/** The text of whatever was thrown. */
export function errorText(i18n: Pick<i18n, 't' | 'exists'>, error: unknown): string {
  return reasonText(i18n, error instanceof ApiError ? error : { code: 'internal' })
}

/** `reasonText` in the language of the page. */
export function useReasonText(): (reason: Partial<Reason>) => string {
  const { i18n } = useTranslation()
  return (reason) => reasonText(i18n, reason)
}
