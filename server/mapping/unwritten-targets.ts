/** Targets that a column can be recognised as, but that no phase writes yet: people are told, so that nothing is missed unseen. */
export const unwrittenTargets: ReadonlySet<string> = new Set(['line.order'])
