import { connect } from './connect.ts'
import type { Row } from './files.ts'

export interface ProfileRow {
  id: string
  isTest: boolean
  /** Usable ones only, lower case. */
  emails: string[]
  company: string
  site: string
}

export interface People {
  counts: { rows: number; persons: number; merged: number; skippedTest: number; skippedNoEmail: number }
  importable: ProfileRow[]
  /** Ids of Altcraft's test profiles. */
  testIds: ReadonlySet<string>
  /** The person of a profile id, else of an e-mail; undefined when it is skipped or unknown. */
  find(id: string, email: string): number | undefined
}

export function ofApiNames(row: Row): ProfileRow {
  const subscriptions: { is_delete: boolean; email_data?: { email: string } }[] = JSON.parse(row.subscriptions || '[]')
  const live = subscriptions.filter(({ is_delete }) => !is_delete).map(({ email_data }) => email_data?.email)
  const isTest = row._is_test === 'true'
  return {
    id: text(row.id),
    isTest,
    emails: usable([row.email, ...live]),
    company: text(row.company),
    site: text(row.company_site),
  }
}

export const ofRussianCaptions = (row: Row): ProfileRow => ({
  id: text(row.ID),
  isTest: false,
  emails: usable([row.Email]),
  company: text(row.Компания),
  site: text(row.Сайт),
})

const text = (cell: string | undefined): string => cell ?? ''

const usable = (emails: (string | undefined)[]): string[] =>
  emails.map((email) => text(email).toLowerCase()).filter((email) => /^[^\s@]+@[^\s@.][^\s@]*\.[a-z]+$/.test(email))

/** Profiles that share an id or any e-mail are one person. */
export function groupPeople(rows: ProfileRow[]): People {
  const real = rows.filter(({ isTest }) => !isTest)
  const importable = real.filter(({ emails }) => emails.length > 0)
  const { groupOf, groups } = connect(importable.map(({ id, emails }) => [`id ${id}`, ...emails]))
  return {
    importable,
    testIds: new Set(rows.filter(({ isTest }) => isTest).map(({ id }) => id)),
    counts: {
      rows: rows.length,
      persons: groups,
      merged: importable.length - groups,
      skippedTest: rows.length - real.length,
      skippedNoEmail: real.length - importable.length,
    },
    find: (id, email) => groupOf(`id ${id}`) ?? groupOf(email.toLowerCase()),
  }
}

const freeMail = ['yandex.ru', 'mail.ru', 'gmail.com', 'outlook.com', 'rambler.ru', 'icloud.com']

/** Companies by domain and by name without legal form, quotes and case; a free-mail domain is nobody's company. */
export function countOrganizations(rows: ProfileRow[]): number {
  const keys = rows.map((row) => {
    const domain = domainOf(row)
    const name = nameOf(row)
    return [...(domain === '' ? [] : [`domain ${domain}`]), ...(name === '' ? [] : [`name ${name}`])]
  })
  return connect(keys.filter((list) => list.length > 0)).groups
}

/** Of the site; where only a name is known, of the first e-mail. */
function domainOf({ company, site, emails }: ProfileRow): string {
  const address = site || (company === '' ? '' : text(emails[0]).replace(/.*@/, ''))
  const domain = address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')
  return freeMail.includes(domain) ? '' : domain
}

const nameOf = ({ company }: ProfileRow): string =>
  company
    .toLowerCase()
    .replace(/[«»",.]/g, ' ')
    .replace(/(^|\s)(ооо|ooo|ао|зао|пао|llc|gmbh|ltd|inc)(?=\s|$)/g, ' ')
    .trim()
    .replace(/\s+/g, ' ')
