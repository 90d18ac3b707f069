import type { Knex } from 'knex'
import { inCompany } from '../../db/pool.ts'
import { openSource } from '../altcraft/open-source.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadingChoice,
  type ReadResult,
  type SourceMember,
} from '../altcraft/types.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { joinParts, lockParts } from './join-parts.ts'
import { addMember, forgetDatasets, markRejected, markStaged, type SourceFile, takeForStaging } from './source-files.ts'
import { type HeldFile, stageTable } from './stage-table.ts'
import { StagingStopped } from './staging-progress.ts'

export interface StagingDeps {
  db: Knex
  clock: Clock
  /** The bytes behind a storage key, and the local path where there is one (archives need random access). */
  openStored(storageKey: string, name: string, sizeBytes: number): ByteSource
}

/** A file whose reading was begun so often without an end has ended its reader each time. */
const attemptLimit = 5

/**
 * Reads one uploaded file into source_rows: a table becomes a dataset, a container a source file with datasets per member.
 * A file that cannot be read is marked rejected with its reason and keeps nothing. May be called again after a crash: what
 * an earlier try left is removed first, what people chose for its members is kept by their names. Ends quietly when the
 * file is cancelled, removed, or taken by another reader meanwhile.
 */
export function makeStageFile(deps: StagingDeps) {
  const { db, clock } = deps

  return async function stageFile(companyId: number, sourceFileId: string): Promise<void> {
    const fence = newId('fence', clock.now())
    const file = await inCompany(db, companyId, async (trx) => {
      const taken = await takeForStaging(trx, sourceFileId, fence)
      if (taken) await forgetDatasets(trx, sourceFileId)
      return taken
    })
    if (!file || file.storageKey === null) return
    const held = { companyId, id: file.id, migrationId: file.migrationId, fence, isMember: false }
    try {
      await stageSource(held, file.memberChoices, () => open(file))
    } catch (error) {
      // Whoever took the file away has removed what was read of it.
      if (!(error instanceof StagingStopped)) throw error
    }
  }

  async function open(file: SourceFile): Promise<ReadResult> {
    if (file.stagingAttempts > attemptLimit) throw new FileRejected('file.reader_failed', { reason: 'crash' })
    return openSource(deps.openStored(file.storageKey ?? '', file.name, file.sizeBytes), file.choice)
  }

  async function stageSource(
    file: HeldFile,
    choices: Record<string, ReadingChoice>,
    read: () => Promise<ReadResult>,
  ): Promise<void> {
    try {
      const result = await read()
      if (result.status === 'rejected') throw new FileRejected(result.code, result.detail)
      if (result.status === 'table') return await stageTable(deps, file, result.table)
      for await (const member of result.members) await stageMember(file, choices, member)
      const { format, notes } = result
      await inCompany(db, file.companyId, async (trx) => {
        if (!file.isMember) await lockParts(trx, file.migrationId)
        if (!(await markStaged(trx, file.id, file.fence, { format, notes }))) throw new StagingStopped()
        if (!file.isMember) await joinParts(trx, file.migrationId)
      })
    } catch (error) {
      if (!(error instanceof FileRejected)) throw error
      await inCompany(db, file.companyId, (trx) => markRejected(trx, file.id, file.fence, error.code, error.detail))
    }
  }

  async function stageMember(
    container: HeldFile,
    choices: Record<string, ReadingChoice>,
    member: SourceMember,
  ): Promise<void> {
    const id = newId('file', clock.now())
    const choice = choices[member.name] ?? {}
    const { name, sizeBytes } = member
    const row = { ...container, parentId: container.id, id, name, sizeBytes, choice }
    const isAdded = await inCompany(db, container.companyId, (trx) =>
      addMember(trx, container.companyId, row, clock.now()),
    )
    if (!isAdded) throw new StagingStopped()
    await stageSource({ ...container, id, isMember: true }, choices, () => member.read(choice))
  }
}
