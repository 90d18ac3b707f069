import type { i18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Reason } from '../api/types.ts'

/** The text of a code of the server, with the values of its detail; a code without a text is shown as it is. */
export function reasonText({ t, exists }: Pick<i18n, 't' | 'exists'>, { code, detail }: Partial<Reason>): string {
  const key = `code.${code}`
  return exists(key) ? t(key, { ...detail }) : t('unknownCode', { code })
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
