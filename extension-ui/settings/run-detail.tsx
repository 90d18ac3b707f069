import { useTranslation } from 'react-i18next'
import { isFinished, type RunView } from '../src/api/types.ts'
import { Card } from '../src/ui/card.tsx'
import { FindingsCard } from './findings-card.tsx'
import { FlowPicture } from './flow-picture.tsx'
import { flowOfBooks, flowOfProgress } from './flow-sources.ts'
import { useReport } from './queries.ts'
import { ResultCard } from './result-card.tsx'
import { RunCard } from './run-card.tsx'
import { useLiveRun } from './use-live-run.ts'

export function RunDetail({ run, canImport }: { run: RunView; canImport: boolean }) {
  const { t } = useTranslation()
  const channel = useLiveRun(run)
  const report = useReport(run).data
  const finalReport = isFinished(run) ? report : undefined
  return (
    <>
      <RunCard run={run} channel={channel} canImport={canImport} />
      {run.state === 'completed' && report && <ResultCard report={report} />}
      <Card title={t('flow.title')}>
        <FlowPicture sources={finalReport ? flowOfBooks(finalReport.outcomes, t) : flowOfProgress(run.progress, t)} />
      </Card>
      {report && <FindingsCard findings={report.findings} />}
    </>
  )
}
