/** Why a run is made; each kind has steps of its own (step-list.ts). */
export type RunKind = 'full' | 'sample' | 'delta' | 'remediation' | 'retry' | 'undo'

/** What a run is about besides its plan; stored with it, never changed. Which parts are there follows from the kind. */
export interface RunScope {
  /** retry, sample: only these source rows; absent: every row of the migration. */
  rows?: RowScope
  /** delta: what becomes of what people changed and of what the export no longer has. */
  delta?: DeltaPolicies
  undo?: UndoTarget
}

/**
 * `failed`: rows whose latest outcome in the migration is failed or unprocessed, and those that a person decided about since.
 * `list`: by dataset. `sample`: about `size` records that cover the odd cases.
 */
export type RowScope =
  | { select: 'failed' }
  | { select: 'list'; rows: { datasetId: string; rowNumber: number }[] }
  | { select: 'sample'; size: number }

export interface DeltaPolicies {
  /** A field that changed in Pipedrive and in the export since it was written. */
  conflicts: 'theirs' | 'ours' | 'ask'
  /** What an earlier export had and this one has not. */
  vanished: 'leave' | 'label' | 'close'
  /** A person said that the export is whole although it has fewer than half of the records of the one before. */
  wholeExport?: true
}

/**
 * What is taken back. `setup`: the fields, options and filters that we made, too; only of a migration or a run. `dryRun`: says
 * what would happen, and writes nothing. A record's `entity` is Pipedrive's.
 */
export type UndoTarget = { setup: boolean; dryRun?: boolean } & (
  | { of: 'migration' }
  | { of: 'run'; runId: string }
  | { of: 'phase'; runId: string; phase: string }
  | { of: 'record'; entity: string; pipedriveId: number }
)
