export interface User {
  id: number
  name: string
  email: string
  active: boolean
  /** Deals admin and account settings admin at once. */
  isAdmin: boolean
  language: 'ru' | 'en'
  timezone: string
  defaultCurrency: string
  permissions: Record<string, boolean>
}

const everyPermission = [
  'can_add_custom_fields',
  'can_add_products',
  'can_bulk_edit_items',
  'can_change_visibility_of_items',
  'can_delete_activities',
  'can_delete_custom_fields',
  'can_delete_deals',
  'can_edit_custom_fields',
  'can_edit_deals_closed_date',
  'can_edit_products',
  'can_merge_deals',
  'can_merge_organizations',
  'can_merge_people',
  'can_modify_labels',
  'can_see_other_users',
  'can_share_filters',
  'can_use_api',
  'can_use_import',
]

const adminsOnly = new Set([
  'can_add_custom_fields',
  'can_delete_custom_fields',
  'can_edit_custom_fields',
  'can_edit_deals_closed_date',
  'can_merge_deals',
  'can_merge_organizations',
  'can_merge_people',
])

export interface NewUser {
  id: number
  name: string
  email: string
  active?: boolean
  isAdmin?: boolean
  language?: 'ru' | 'en'
}

export function toUser(given: NewUser): User {
  const isAdmin = given.isAdmin ?? false
  return {
    id: given.id,
    name: given.name,
    email: given.email,
    active: given.active ?? true,
    isAdmin,
    language: given.language ?? 'en',
    timezone: 'Europe/Moscow',
    defaultCurrency: 'RUB',
    permissions: Object.fromEntries(everyPermission.map((name) => [name, isAdmin || !adminsOnly.has(name)])),
  }
}
