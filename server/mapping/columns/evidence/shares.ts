import type { ColumnProfile } from '../../types.ts'

/** Share (0–1) of all filled cells that are of one of these types. */
export function shareOf(profile: ColumnProfile, types: readonly (keyof ColumnProfile['types'])[]): number {
  if (profile.filled === 0) return 0
  return types.reduce((sum, type) => sum + (profile.types[type] ?? 0), 0) / profile.filled
}
