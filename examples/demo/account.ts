import { grouped, money, table } from './text.ts'
import type { DiscoveryView, FileView, PlanView, QuestionView, Report } from './views.ts'

/** The readable account of a migration; everything here takes what the API answered and returns text. */
export function filesText(files: FileView[]): string {
  const rows = files
    .filter(({ state }) => state === 'staged')
    .map(({ name, kind, format, encoding, rows, rejectedRows }) => {
      const shape = [format, encoding].filter((part) => part !== null).join(', ')
      return [name, kind ?? '(archive)', shape, rows ?? 0, rejectedRows ?? 0]
    })
  const others = files.filter(({ state }) => state !== 'staged')
  return [
    table(['file', 'kind', 'read as', 'rows', 'rejected'], rows),
    ...others.map(
      ({ name, state, reason }) =>
        `  ${state}: ${name}${reason ? ` (${reason.code} ${JSON.stringify(reason.detail)})` : ''}`,
    ),
  ].join('\n')
}

export function discoveryText({ rows, handoff, emptyColumns }: DiscoveryView): string {
  const counts = (list: Record<string, number>) =>
    Object.entries(list)
      .map(([kind, count]) => `${kind.replaceAll('_', ' ')} ${grouped(count)}`)
      .join(', ')
  return [
    `  to import:       ${counts(rows)}`,
    `  for the handoff: ${counts(handoff) || 'nothing'}`,
    ...emptyColumns.map(({ file, column }) => `  empty column:    ${column} in ${file}`),
  ].join('\n')
}

export function costText(estimate: PlanView['estimate']): string {
  if (estimate === null) return '  not estimated'
  const { requests, apiTokens, seconds } = estimate
  return `  ${grouped(requests)} requests, ${grouped(apiTokens)} API tokens, about ${grouped(seconds)} s`
}

export function questionText({ id, column, examples, options, proposal, reason }: QuestionView): string {
  return [
    `  ${id}`,
    `    asks about: ${[column, ...examples.slice(0, 5)].filter(Boolean).join(' · ')}`,
    `    answers:    ${options.map(optionText).join(' | ') || 'any text'}`,
    `    proposal:   ${proposal} (${whyText(reason)})`,
  ].join('\n')
}

/** The code in words, and the values in it. */
const whyText = ({ code, detail }: QuestionView['reason']): string =>
  [code.replaceAll('_', ' '), ...Object.entries(detail).map(([name, value]) => `${name} ${String(value)}`)].join(', ')

const optionText = ({ value, detail }: QuestionView['options'][number]): string => {
  const names = Object.values(detail ?? {}).filter((name) => typeof name === 'string' && name !== value)
  return names.length === 0 ? value : `${value} (${names.join(', ')})`
}

export function reconciliationText(report: Report): string {
  const outcomes = Object.entries(report.outcomes).map(([kind, o]) => [
    kind,
    o.rows,
    o.created,
    o.updated,
    o.unchanged,
    o.merged,
    o.skipped,
    o.failed,
    o.unprocessed,
  ])
  const entities = Object.entries(report.entities).map(([name, e]) => [name, e.created, e.updated, e.matched])
  const sums = report.money.map(({ source, currency, status, exportedMinor, importedMinor }) => [
    `${source} ${status}`,
    money(exportedMinor, currency),
    money(importedMinor, currency),
    exportedMinor === importedMinor ? 'equal' : 'DIFFERENT',
  ])
  const findings = report.findings.map(({ level, code, count }) => [level, code, count])
  const { recordsRead, fieldsCompared, differences, linksChecked, brokenLinks } = report.verification
  const { requests, apiTokens, status429, seconds } = report.api
  return [
    'Where every row ended',
    table(['kind', 'rows', 'created', 'updated', 'unchanged', 'merged', 'skipped', 'failed', 'unprocessed'], outcomes),
    '\nWritten to Pipedrive',
    table(['entity', 'created', 'updated', 'matched'], entities),
    '\nMoney, export against Pipedrive',
    table(['deals', 'exported', 'imported', ''], sums),
    ...(findings.length === 0 ? [] : ['\nFindings', table(['level', 'code', 'count'], findings)]),
    '\nVerification',
    `  ${grouped(recordsRead)} records read back, ${grouped(fieldsCompared)} fields compared, ${grouped(differences)} differences`,
    `  ${grouped(linksChecked)} links checked, ${grouped(brokenLinks)} broken`,
    `  ${grouped(requests)} requests, ${grouped(apiTokens)} API tokens, ${grouped(status429)} times 429, ${grouped(Math.round(seconds))} s of writing`,
  ].join('\n')
}
