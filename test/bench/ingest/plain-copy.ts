import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

/** Milliseconds that PostgreSQL's own COPY takes to load a CSV file with a header into a new table of text columns. */
export async function plainCopy(databaseUrl: string, path: string, columns: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`create table plain (${columns.map((column) => `"${column}" text`).join(', ')})`)
    const startedAt = performance.now()
    const copy = client.query(copyFrom('copy plain from stdin csv header'))
    await pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), copy)
    return performance.now() - startedAt
  } finally {
    await client.query('drop table if exists plain')
    await client.end()
  }
}
