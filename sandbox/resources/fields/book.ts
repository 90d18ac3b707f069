import { createHash } from 'node:crypto'
import type { CompanyOptions } from '../../world/company.ts'
import { builtinFields } from './builtin.ts'
import { type CustomFieldType, type Field, type FieldEntity, type FieldOption, fieldEntities } from './stored.ts'

/** All fields of one company. Codes of custom fields are derived from the company, the seed and a counter. */
export class FieldBook {
  private readonly fields: Record<FieldEntity, Map<string, Field>>
  private readonly companyId: number
  private readonly seed: string
  private readonly now: () => number
  private lastFieldId = 4000
  private lastOptionId = 100

  constructor(companyId: number, seed: string, now: () => number) {
    this.companyId = companyId
    this.seed = seed
    this.now = now
    this.fields = { person: new Map(), organization: new Map(), deal: new Map(), product: new Map() }
    for (const entity of fieldEntities) {
      for (const { code, name, type, options } of builtinFields[entity]) {
        this.put(entity, { code, name, type, isCustom: false, options: options ? this.newOptions(options) : null })
      }
    }
  }

  /** The fields that exist under the company's options, built-in ones first. */
  list(entity: FieldEntity, options: CompanyOptions): Field[] {
    const absent = new Set(
      builtinFields[entity].filter(({ needs }) => needs && !options[needs]).map(({ code }) => code),
    )
    return [...this.fields[entity].values()].filter((field) => !absent.has(field.code))
  }

  get(entity: FieldEntity, code: string): Field | undefined {
    return this.fields[entity].get(code)
  }

  custom(entity: FieldEntity, code: string): Field | undefined {
    const field = this.get(entity, code)
    return field?.isCustom ? field : undefined
  }

  customFields(entity: FieldEntity): Field[] {
    return [...this.fields[entity].values()].filter((field) => field.isCustom)
  }

  customCount(): number {
    return fieldEntities.reduce((sum, entity) => sum + this.customFields(entity).length, 0)
  }

  /** `labels` only for enum and set. */
  add(entity: FieldEntity, name: string, type: CustomFieldType, labels?: string[]): Field {
    const source = `${this.seed}/${this.companyId}/${this.lastFieldId}`
    const code = createHash('sha1').update(source).digest('hex')
    return this.put(entity, { code, name, type, isCustom: true, options: labels ? this.newOptions(labels) : null })
  }

  remove(entity: FieldEntity, code: string): void {
    this.fields[entity].delete(code)
  }

  newOptions(labels: string[]): FieldOption[] {
    return labels.map((label) => {
      this.lastOptionId += 1
      return { id: this.lastOptionId, label }
    })
  }

  private put(entity: FieldEntity, given: Pick<Field, 'code' | 'name' | 'type' | 'isCustom' | 'options'>): Field {
    this.lastFieldId += 1
    const at = this.now()
    const field = { ...given, id: this.lastFieldId, description: '', settings: {}, addMs: at, updateMs: at }
    this.fields[entity].set(field.code, field)
    return field
  }
}
