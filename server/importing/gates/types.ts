import type { RunContext } from '../types.ts'

/**
 * When a phase's reconciliation stops a run until a person accepts what it found; set per migration. `strict`: at anything
 * that is not as the export says. `lenient`: above a share, 0 to 1, of the phase's records. `threshold` is for what nobody
 * could know beforehand: records that Pipedrive refused, and those that are not there as they were written. `inputThreshold`
 * is for rows and records that failed for what the export says of them, which the plan's check shows before a run.
 */
export type GatePolicy = { policy: 'strict' } | { policy: 'lenient'; threshold: number; inputThreshold: number }

/**
 * clean: everything is as the export says, or waits for something that is told elsewhere.
 * passed_lenient: something is not, within the policy.
 * reported: something is not, in a run of a kind that no gate stops.
 * waiting: too much is not; the run is paused with `gate.differences` until a person accepts, cancels, or changes the policy.
 * accepted: a person said that it may go on.
 */
export type GateState = 'clean' | 'passed_lenient' | 'reported' | 'waiting' | 'accepted'

/** A gate as it is kept with the run (runs.gates). Times RFC 3339. */
export interface Gate {
  state: GateState
  policy: GatePolicy
  found: GateFound
  /** Of `found`, SHA-256 in hex: what a person accepts is what was seen. */
  checksum: string
  at: string
  acceptedBy?: number
  acceptedAt?: string
  note?: string
}

/** What the reconciliation of one phase found. Counts of records unless said otherwise; amounts in minor units. */
export interface GateFound {
  planned: number
  created: number
  updated: number
  unchanged: number
  skipped: number
  failed: number
  /** Waiting for a record that was not imported. */
  held: number
  /** Planned, and none of the above: always a stop. */
  unaccounted: number
  /** Of `failed`: refused by Pipedrive. The others failed for what the export says. */
  refused: number
  /** Source rows that never became a record: they failed, or could not be read at all. */
  rowsFailed: number
  /** Written records that were read back, and those of them that differ, are gone, or lack a link, a line or a cent. */
  compared: number
  different: number
  /** Why records failed or are held, and why rows failed: code → how many. */
  codes: Record<string, number>
  /** Deals only: what the export says, and what Pipedrive has. */
  money: { currency: string; status: string; exportedMinor: number; importedMinor: number }[]
}

/** Reads back and compares a part of what a phase wrote; false when the slice ended first. Repeatable. */
export type GateCheck = (ctx: RunContext) => Promise<boolean>
