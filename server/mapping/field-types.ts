/** Pipedrive's types for a new custom field that we create. */
export type FieldType =
  | 'varchar'
  | 'text'
  | 'double'
  | 'monetary'
  | 'date'
  | 'daterange'
  | 'time'
  | 'phone'
  | 'enum'
  | 'set'
export type FieldEntity = 'person' | 'organization' | 'deal' | 'product'

/** A custom field that the plan needs; its name in Pipedrive is `name` unless the person renamed it. */
export interface PlannedField {
  entity: FieldEntity
  /** Our stable name: `engagement_score__c`. */
  key: string
  name: string
  type: FieldType
  /** enum and set: the labels that must exist. */
  options: string[]
  /** Share of rows that fill it, 0–1; decides who is folded when the plan's cap is reached. */
  fillRate: number
  /** Of the object map (product.md), or from a column of this export. */
  origin: 'object_map' | 'column'
  /** `field_code` of the account's field that takes the values; absent: one is created, or an equal one adopted. */
  use?: string
  /** Why what a person decided about it does not hold; the proposal stands instead. */
  refused?:
    | 'name_empty'
    | 'name_long'
    | 'name_taken'
    | 'type_fixed'
    | 'type_unfit'
    | 'use_unknown'
    | 'use_taken'
    | 'use_unfit'
    | 'needed'
    | 'no_room'
  /** Fields of the account that could take the values, best first. */
  equivalents?: Equivalent[]
}

export interface Equivalent {
  code: string
  name: string
  /** Pipedrive's type, which may be none that we create (`address`, `int`). */
  type: string
  why: 'built_in' | 'same_name' | 'similar_name'
}

/** A planned field that gets no place of its own: folded into its entity's long text, or not imported. */
export interface UnplacedField extends PlannedField {
  place: 'folded' | 'none'
  reason: 'decided' | 'no_room'
}

/** The custom fields that the Pipedrive plan allows, and what this plan takes of them. */
export interface FieldRoom {
  inUse: number
  /** New fields, if every planned field got a place of its own. */
  needed: number
  /** Absent: not known. */
  cap?: number
  /** Free places after this plan's fields are made. */
  left?: number
}
