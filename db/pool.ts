import knex, { type Knex } from 'knex'
import pg from 'pg'

export type Trx = Knex.Transaction

// bigint ids and counts of this schema stay far below 2^53; as numbers they need no conversion at every border.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? (value: string) => Number(value)
      : oid === pg.types.builtins.DATE
        ? (value: string) => value
        : pg.types.getTypeParser(oid, format),
}

/** A pool of connections; nothing connects before the first query. `int8` reads as number, `date` as `YYYY-MM-DD`. */
export function makeDatabase(url: string, options: { max?: number } = {}): Knex {
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'altcraft-importer',
      // A process that freezes inside a transaction must not keep its run's row from who takes over.
      idle_in_transaction_session_timeout: 20_000,
      types,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.max ?? 10, idleTimeoutMillis: 10_000 },
  })
}

/**
 * Runs `work` in one transaction that sees only the company's rows (row-level security, db/migrations). Outside of it
 * every table looks empty.
 */
export function inCompany<T>(db: Knex, companyId: number, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw("select set_config('app.company_id', ?, true)", [String(companyId)])
    return work(trx)
  })
}

/**
 * As `inCompany`, with the rights of the tables' owner: COPY is refused under row-level security, so whoever copies writes
 * the company into each row. For COPY only.
 */
export function asOwner<T>(db: Knex, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw('set local role importer_owner')
    return work(trx)
  })
}

/**
 * Tells the planner what a bulk load made of these tables; without it, it takes the new rows of a run for a handful and
 * joins them in nested loops. Only their owner may.
 */
export function refreshStatistics(db: Knex, tables: readonly string[]): Promise<void> {
  return asOwner(db, async (trx) => {
    for (const table of tables) await trx.raw('analyze ??', [table])
  })
}

/**
 * Whether the database went away under a statement: whoever did it may be done again, by this process or another. Classes 08
 * (connection), 57P (shutdown), 53300 (too many connections) and 25P03 (idle too long) of PostgreSQL's error codes, codes of
 * sockets, and what pg and knex say in words only.
 */
export function isDatabaseLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return /^(08|57P|53300|25P03)/.test(code) || /^E(CONN|PIPE|TIMEDOUT)/.test(code) || lostInWords.test(error.message)
}

const lostInWords =
  /Connection terminated|Connection ended|not queryable|acquiring a connection|Transaction query already complete/
