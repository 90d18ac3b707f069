import type { Api } from './api.ts'
import { followRun } from './run.ts'
import { counted, grouped, table } from './text.ts'
import type { RunView, UndonePage, UndoPreviewView, UndoReport } from './views.ts'

/** Takes everything back that the run's migration wrote, tells on `out` what it costs, what was done and what was left. */
export async function undoMigration(
  { api, signal, out }: { api: Api; signal: AbortSignal; out: NodeJS.WriteStream },
  { migrationId }: RunView,
): Promise<UndoReport> {
  const say = (text: string) => out.write(`${text}\n`)
  const path = `/api/migrations/${migrationId}/undo`
  const { requests, apiTokens, seconds } = await api.get<UndoPreviewView>(`${path}?setup=true`)
  const most = `${grouped(requests)} requests, ${grouped(apiTokens)} API tokens, about ${grouped(seconds)} s`
  say(`\nUndo\n  at most ${most}`)
  const { id } = await api.send<RunView>('POST', path, { target: { of: 'migration' }, setup: true })
  const run = await followRun(api, id, out, signal)
  const report = await api.get<UndoReport>(`/api/runs/${run.id}/report`)
  say(undoText(report))
  const { rows } = await api.get<UndonePage>(`/api/runs/${run.id}/undone?selection=kept`)
  for (const { entity, name, code, detail } of rows) say(`  ${entity} ${name}: ${code ?? ''} ${JSON.stringify(detail)}`)
  say(`\n${keptText(report)} Undone with ${grouped(run.api.apiTokens)} API tokens.`)
  return report
}

export function undoText({ entities }: UndoReport): string {
  const rows = Object.entries(entities).map(([entity, counts]) => [
    entity,
    counts.deleted,
    counts.restored,
    counts.kept,
    counts.failed,
  ])
  return table(['entity', 'deleted', 'restored', 'kept', 'failed'], rows)
}

function keptText({ kept }: UndoReport): string {
  const count = kept.reduce((sum, one) => sum + one.count, 0)
  return count === 0 ? 'Nothing was left.' : `${counted(count, 'record')} left as people have them.`
}
