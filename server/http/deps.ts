import type { Knex } from 'knex'
import type { Trx } from '../../db/pool.ts'
import type { Http } from '../auth/http-port.ts'
import type { Config } from '../config.ts'
import type { Jobs } from '../jobs.ts'
import type { Clock } from '../lib/clock.ts'
import type { SecretBox } from '../lib/secret-box.ts'
import type { Readers } from '../staging/readers.ts'
import type { RunView } from './schemas.ts'

/** What the routes stand on; composed in main. */
export interface HttpDeps {
  config: Config
  db: Knex
  clock: Clock
  http: Http
  secretBox: SecretBox
  jobs: Jobs
  /** Commits with the row that says the file is whole. */
  enqueueStaging: (trx: Trx, companyId: number, sourceFileId: string) => Promise<void>
  readers: Readers
  /** The migration's latest run. */
  readRunView: (trx: Trx, migrationId: string) => Promise<RunView | null>
  /** The built UI: `settings/index.html`, `panel/index.html`, `assets/`. It may be missing. */
  uiDir: string
}
