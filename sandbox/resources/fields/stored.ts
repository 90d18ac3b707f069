export type FieldEntity = 'person' | 'organization' | 'deal' | 'product'
export const fieldEntities: readonly FieldEntity[] = ['person', 'organization', 'deal', 'product']

/** The types a custom field can be created with. */
export const customFieldTypes = [
  'varchar',
  'varchar_auto',
  'text',
  'double',
  'monetary',
  'enum',
  'set',
  'user',
  'org',
  'people',
  'date',
  'daterange',
  'time',
  'timerange',
  'address',
  'phone',
] as const
export type CustomFieldType = (typeof customFieldTypes)[number]

export interface FieldOption {
  id: number
  label: string
}

export interface Field {
  /** The number that v1 and filters use. */
  id: number
  /** 40 hex digits for custom fields; differs in every company. */
  code: string
  name: string
  type: string
  options: FieldOption[] | null
  isCustom: boolean
  description: string
  /** As sent; shown on request, without effect. */
  settings: Record<string, unknown>
  addMs: number
  updateMs: number
}

/** In the shape of the wire; an absent code means no value. */
export type CustomValue = string | number | number[] | Record<string, unknown>
export type CustomValues = Readonly<Record<string, CustomValue>>
