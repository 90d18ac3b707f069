import type { FieldType } from '../types.ts'

/** A field that has a place of its own in our list of targets, but not in the object map. */
export interface KnownField {
  key: string
  en: string
  ru: string
  /** Left out: told from the values. */
  type?: FieldType
}

/**
 * Targets that become custom fields under a fixed key, so that two files fill one field. Pipedrive's own birthday, job
 * title, address and notes of a person exist only in accounts with contact sync, so they are custom fields too.
 */
export const knownFields: Record<string, KnownField> = {
  'person.birthday': { key: 'birthday__c', en: 'Birthday', ru: 'Дата рождения', type: 'date' },
  'person.job_title': { key: 'job_title__c', en: 'Job title', ru: 'Должность', type: 'varchar' },
  'person.postal_address': { key: 'postal_address__c', en: 'Postal address', ru: 'Почтовый адрес', type: 'varchar' },
  'person.notes': { key: 'notes__c', en: 'Notes', ru: 'Комментарий', type: 'text' },
  'person.label': { key: 'tags__c', en: 'Tags', ru: 'Теги' },
  'person.custom:gender': { key: 'gender__c', en: 'Gender', ru: 'Пол', type: 'enum' },
  'person.custom:city': { key: 'city__c', en: 'City', ru: 'Город', type: 'varchar' },
  'person.custom:region': { key: 'region__c', en: 'Region', ru: 'Регион', type: 'varchar' },
  'person.custom:country': { key: 'country__c', en: 'Country', ru: 'Страна', type: 'varchar' },
  'person.custom:postal_code': { key: 'postal_code__c', en: 'Postal code', ru: 'Индекс', type: 'varchar' },
  'person.custom:timezone': { key: 'timezone__c', en: 'Time zone', ru: 'Часовой пояс', type: 'varchar' },
  'person.custom:language': { key: 'language__c', en: 'Language', ru: 'Язык', type: 'varchar' },
  'person.custom:lead_source': { key: 'lead_source__c', en: 'Lead source', ru: 'Источник', type: 'varchar' },
  'person.custom:loyalty_balance': {
    key: 'loyalty_balance__c',
    en: 'Loyalty balance',
    ru: 'Баланс баллов',
    type: 'double',
  },
  'person.custom:loyalty_tier': { key: 'loyalty_tier__c', en: 'Loyalty tier', ru: 'Уровень лояльности' },
  'organization.tax_id': { key: 'tax_id__c', en: 'Tax ID', ru: 'ИНН', type: 'varchar' },
  'organization.industry': { key: 'industry__c', en: 'Industry', ru: 'Отрасль' },
  'organization.employee_count': { key: 'employee_count__c', en: 'Employees', ru: 'Число сотрудников' },
  'organization.annual_revenue': {
    key: 'annual_revenue__c',
    en: 'Annual revenue',
    ru: 'Годовая выручка',
    type: 'double',
  },
  'organization.address': { key: 'address__c', en: 'Company address', ru: 'Адрес компании', type: 'varchar' },
  'product.category': { key: 'category__c', en: 'Category', ru: 'Категория' },
  'product.active': { key: 'active__c', en: 'Active', ru: 'Активен' },
  'product.parent': { key: 'parent_product__c', en: 'Parent product', ru: 'Родительский товар', type: 'varchar' },
  'deal.pipeline': {
    key: 'source_pipeline__c',
    en: 'Pipeline in the export',
    ru: 'Воронка в выгрузке',
    type: 'varchar',
  },
  'deal.stage': { key: 'source_stage__c', en: 'Stage in the export', ru: 'Этап в выгрузке', type: 'varchar' },
  'deal.expected_close_date': {
    key: 'expected_close__c',
    en: 'Expected close in the export',
    ru: 'Ожидаемое закрытие в выгрузке',
    type: 'date',
  },
}
