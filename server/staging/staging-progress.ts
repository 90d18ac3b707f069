import type { Knex } from 'knex'
import { inCompany } from '../../db/pool.ts'
import type { Clock } from '../lib/clock.ts'
import { saveProgress } from './source-files.ts'

/** The file was cancelled, removed, or is read by another reader now: what was read of it is dropped. */
export class StagingStopped extends Error {
  constructor() {
    super('staging stopped')
    this.name = 'StagingStopped'
  }
}

export interface StagingProgress {
  /** To be called with every batch; saves at most once in `progressEveryMs`. Throws `StagingStopped`. */
  tell(bytes: number, rows: number): Promise<void>
}

const progressEveryMs = 500

/** Saves how far the reading of a file is, and learns in the same statement whether it shall go on. */
export function makeStagingProgress(
  deps: { db: Knex; clock: Clock },
  file: { companyId: number; id: string; fence: string },
): StagingProgress {
  let savedAt = deps.clock.now().getTime()
  return {
    async tell(bytes, rows) {
      const now = deps.clock.now().getTime()
      if (now - savedAt < progressEveryMs) return
      savedAt = now
      const goOn = await inCompany(deps.db, file.companyId, (trx) =>
        saveProgress(trx, file.id, file.fence, { bytes, rows }),
      )
      if (!goOn) throw new StagingStopped()
    },
  }
}
