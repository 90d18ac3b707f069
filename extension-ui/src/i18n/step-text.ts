import type { i18n } from 'i18next'

/** What a step of a column does; a step without a text is shown by its name. */
export function stepText({ t, exists }: Pick<i18n, 't' | 'exists'>, name: string): string {
  const key = `transform.${name}`
  return exists(key) ? t(key) : name
}

/** Why a value cannot be read, to be put behind a colon; a problem without a text is shown as it is. */
export function problemText({ t, exists }: Pick<i18n, 't' | 'exists'>, problem: string): string {
  const key = `problem.${problem}`
  return exists(key) ? t(key) : problem
}
