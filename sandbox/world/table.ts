/** What every stored record has. Rows are immutable: a change stores a new object. */
export interface Row {
  readonly id: number
  readonly addMs: number
  readonly updateMs: number
  /** Position in the table's order of writes; rises with `updateMs`. */
  readonly seq: number
  readonly isDeleted: boolean
}

type Stamp = keyof Row
export type Content<T extends Row> = Omit<T, Stamp>

/**
 * Records of one kind of one company. Ids are dense, so a record and a page by id cost no search; the log of writes gives a
 * page by update time by one binary search. Deleted rows stay readable.
 */
export class Table<T extends Row> {
  private rows: T[] = []
  private log: { id: number; seq: number; updateMs: number }[] = []
  private seq = 0
  private lastMs = 0
  private readonly unindexed: { id: number; atMs: number }[] = []
  private readonly searchable = new Map<number, T>()
  private readonly now: () => number
  private readonly firstId: number

  constructor(now: () => number, firstId = 1) {
    this.now = now
    this.firstId = firstId
  }

  get(id: number): T | undefined {
    return this.rows[id - this.firstId]
  }

  /** The record unless it is deleted. */
  live(id: number): T | undefined {
    const row = this.get(id)
    return row?.isDeleted ? undefined : row
  }

  /** `addMs` is the creation time where the platform lets one set it. */
  add(content: Content<T>, addMs?: number): T {
    const at = this.tick()
    const id = this.firstId + this.rows.length
    return this.store({ ...content, id, addMs: addMs ?? at, updateMs: at, seq: this.seq, isDeleted: false } as T)
  }

  change(row: T, content: Partial<Content<T>>): T {
    const at = this.tick()
    return this.store({ ...row, ...content, updateMs: at, seq: this.seq })
  }

  remove(row: T): T {
    const at = this.tick()
    return this.store({ ...row, updateMs: at, seq: this.seq, isDeleted: true })
  }

  restore(row: T): T {
    const at = this.tick()
    return this.store({ ...row, updateMs: at, seq: this.seq, isDeleted: false })
  }

  /** All rows by id, deleted ones too. */
  all(): readonly T[] {
    return this.rows
  }

  /** Rows by id from just after `afterId` on (or before it, descending). */
  *byId(afterId: number | undefined, descending: boolean): Iterable<T> {
    const start =
      afterId === undefined ? (descending ? this.rows.length - 1 : 0) : afterId - this.firstId + (descending ? -1 : 1)
    for (let index = start; index >= 0 && index < this.rows.length; index += descending ? -1 : 1) {
      const row = this.rows[index]
      if (row !== undefined) yield row
    }
  }

  /** Rows in the order of their last write, after `afterSeq` (or before it, descending), none older than `sinceMs`. */
  *byUpdate(afterSeq: number | undefined, sinceMs: number, descending: boolean): Iterable<T> {
    const oldest = this.position((entry) => entry.updateMs >= sinceMs)
    const last = this.log.length - 1
    if (descending) {
      const start = afterSeq === undefined ? last : this.position((entry) => entry.seq >= afterSeq) - 1
      for (let index = start; index >= oldest; index -= 1) yield* this.current(index)
      return
    }
    const start =
      afterSeq === undefined
        ? oldest
        : Math.max(
            oldest,
            this.position((entry) => entry.seq > afterSeq),
          )
    for (let index = start; index <= last; index += 1) yield* this.current(index)
  }

  /** Rows as the search index has them: as they were `lagMs` ago, or at the index's last run. */
  *indexed(lagMs: number): Iterable<T> {
    const due = this.now() - lagMs
    let done = 0
    for (const entry of this.unindexed) {
      if (entry.atMs > due) break
      done += 1
      const row = this.get(entry.id)
      if (row !== undefined) this.searchable.set(entry.id, row)
    }
    this.unindexed.splice(0, done)
    for (const row of this.searchable.values()) if (!this.get(row.id)?.isDeleted) yield row
  }

  private *current(index: number): Iterable<T> {
    const entry = this.log[index]
    const row = entry && this.get(entry.id)
    if (row && row.seq === entry.seq) yield row
  }

  private position(matches: (entry: { seq: number; updateMs: number }) => boolean): number {
    let low = 0
    let high = this.log.length
    while (low < high) {
      const middle = (low + high) >> 1
      const entry = this.log[middle]
      if (entry !== undefined && matches(entry)) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Times never go back, so the log stays sorted. */
  private tick(): number {
    this.lastMs = Math.max(this.now(), this.lastMs)
    this.seq += 1
    return this.lastMs
  }

  private store(row: T): T {
    this.rows[row.id - this.firstId] = row
    this.log.push({ id: row.id, seq: row.seq, updateMs: row.updateMs })
    this.unindexed.push({ id: row.id, atMs: row.updateMs })
    if (this.log.length > 2 * this.rows.length + 1000) {
      this.log = this.log.filter((entry) => this.get(entry.id)?.seq === entry.seq)
    }
    return row
  }
}
