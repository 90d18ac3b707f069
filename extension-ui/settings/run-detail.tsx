import { useTranslation } from 'react-i18next'
import { isFinished, type Report, type RunView } from '../src/api/types.ts'
import { Card } from '../src/ui/card.tsx'
import { FindingsCard } from './findings-card.tsx'
import { FlowPicture } from './flow-picture.tsx'
import { flowOfBooks, flowOfProgress } from './flow-sources.ts'
import { useReport } from './queries.ts'
import { ResultCard } from './result-card.tsx'
import { RunCard } from './run-card.tsx'
import { UndoCard } from './undo-card.tsx'
import { useLiveRun } from './use-live-run.ts'

export function RunDetail({ run, canImport }: { run: RunView; canImport: boolean }) {
  const { t } = useTranslation()
  const channel = useLiveRun(run)
  const report = useReport(run).data
  if (run.kind === 'undo') return <UndoDetail run={run} channel={channel} canImport={canImport} report={report} />
  const imported = report && report.kind === undefined ? report : undefined
  const finalReport = isFinished(run) ? imported : undefined
  return (
    <>
      <RunCard run={run} channel={channel} canImport={canImport} />
      {run.state === 'completed' && imported && <ResultCard report={imported} />}
      <Card title={t('flow.title')}>
        <FlowPicture sources={finalReport ? flowOfBooks(finalReport.outcomes, t) : flowOfProgress(run.progress, t)} />
      </Card>
      {imported && <FindingsCard findings={imported.findings} />}
    </>
  )
}

interface UndoDetailProps {
  run: RunView
  channel: ReturnType<typeof useLiveRun>
  canImport: boolean
  report: Report | null | undefined
}

/** An undo has no rows to follow, only records that it took back or left. */
function UndoDetail({ run, channel, canImport, report }: UndoDetailProps) {
  return (
    <>
      <RunCard run={run} channel={channel} canImport={canImport} />
      {isFinished(run) && report?.kind === 'undo' && <UndoCard report={report} />}
    </>
  )
}
