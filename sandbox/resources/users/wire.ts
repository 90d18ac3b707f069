import type { Company } from '../../world/company.ts'
import type { User } from '../../world/users.ts'

const languages = {
  ru: { lang: 12, locale: 'ru_RU', country: 'RU' },
  en: { lang: 1, locale: 'en_US', country: 'US' },
}

const permissionSets = {
  admin: 'b1f7d0f6-7ddf-4e0e-a7d1-1f1f7f0c0001',
  regular: 'b1f7d0f6-7ddf-4e0e-a7d1-1f1f7f0c0002',
}

export function toUserWire(user: User, callerId: number): Record<string, unknown> {
  const { lang, locale } = languages[user.language]
  const set = user.isAdmin ? permissionSets.admin : permissionSets.regular
  const access = [
    { app: 'sales', admin: user.isAdmin, permission_set_id: set },
    { app: 'global', admin: user.isAdmin, permission_set_id: set },
    ...(user.isAdmin ? [{ app: 'account_settings', admin: true, permission_set_id: set }] : []),
  ]
  return {
    id: user.id,
    name: user.name,
    default_currency: user.defaultCurrency,
    locale,
    lang,
    email: user.email,
    phone: null,
    activated: true,
    last_login: '2026-01-15 08:00:00',
    created: '2024-01-01 08:00:00',
    modified: '2026-01-15 08:00:00',
    has_created_company: user.isAdmin,
    access,
    active_flag: user.active,
    timezone_name: user.timezone,
    timezone_offset: '+03:00',
    role_id: 1,
    icon_url: null,
    is_you: user.id === callerId,
    is_deleted: false,
  }
}

export const toMeWire = (user: User, company: Company): Record<string, unknown> => ({
  ...toUserWire(user, user.id),
  company_id: company.id,
  company_name: company.name,
  company_domain: company.domain,
  company_country: 'RU',
  company_industry: 'Retail',
  language: { language_code: user.language, country_code: languages[user.language].country },
})
