import { useTranslation } from 'react-i18next'

const delimiterKeys: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }

/** What people call the character that parts the cells. */
export function useDelimiterName(): (delimiter: string) => string {
  const { t } = useTranslation()
  return (delimiter) => {
    const key = delimiterKeys[delimiter]
    return key === undefined ? delimiter : t(`delimiter.${key}`)
  }
}

/** An encoding by its script and system, with the name that programs use. */
export function useEncodingName(): (encoding: string) => string {
  const { t } = useTranslation()
  return (encoding) => t(`encoding.${encoding}`, { defaultValue: encoding })
}
