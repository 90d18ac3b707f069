import type { Outcomes, Report } from './views.ts'

const outcomes = ['created', 'updated', 'unchanged', 'merged', 'skipped', 'failed', 'unprocessed'] as const
const parts = [
  'clean',
  'company',
  'datasets',
  'outcomes',
  'entities',
  'money',
  'findings',
  'verification',
  'api',
  'handoff',
] as const

/**
 * Reads a report as an auditor: all parts are there, every row has one outcome, the money that went in came out, and `clean` is
 * not claimed over differences. Answers one sentence per problem.
 */
export function problemsOf(report: Report): string[] {
  const missing = parts.filter((part) => report[part] === undefined).map((part) => `The report has no "${part}".`)
  if (missing.length > 0) return missing
  const { clean, verification, money } = report
  return [
    ...Object.entries(report.outcomes).flatMap(([kind, books]) => unbalanced(kind, books)),
    ...money
      .filter(({ exportedMinor, importedMinor }) => exportedMinor !== importedMinor)
      .map(
        (sum) =>
          `${sum.source} ${sum.currency} ${sum.status}: exported ${sum.exportedMinor}, imported ${sum.importedMinor}.`,
      ),
    ...(clean && verification.differences + verification.brokenLinks > 0 ? ['It says clean, over differences.'] : []),
  ]
}

function unbalanced(kind: string, books: Outcomes): string[] {
  const sum = outcomes.reduce((total, outcome) => total + books[outcome], 0)
  return sum === books.rows ? [] : [`${kind}: ${books.rows} rows, but outcomes for ${sum}.`]
}
