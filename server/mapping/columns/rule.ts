/** What the values of a column must look like for its name to be believed. */
export type Looks = 'email' | 'phone' | 'date' | 'number' | 'boolean' | 'nested' | 'domain' | 'scalar'

/** A target and the names under which exports carry it. */
export interface ColumnRule {
  target: string
  /** In the form of `normaliseColumn`, best first: of two columns, the one named earlier in the list gets the target. */
  names: readonly string[]
  looks?: Looks
  /** Several columns may have this target; names with a number behind them (`Email (2)`) count as well. */
  many?: true
}

/** `names` are parted by `|`. */
export function rule(target: string, names: string, options: { looks?: Looks; many?: true } = {}): ColumnRule {
  return { target, names: names.split('|').map((name) => name.trim()), ...options }
}
