import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RunAction } from '../src/api/api.ts'
import type { RunState, RunView } from '../src/api/types.ts'
import { errorText } from '../src/i18n/reason-text.ts'
import { useDeps } from '../src/ui/deps.ts'
import { storeRun } from './queries.ts'

const actionsIn: Record<RunState, RunAction[]> = {
  waiting: ['cancel'],
  queued: ['cancel'],
  running: ['pause', 'cancel'],
  pausing: [],
  paused: ['resume', 'cancel'],
  cancelling: [],
  cancelled: [],
  completed: [],
  failed: ['resume'],
}

/** The buttons that fit the run's state; a refusal is told in Pipedrive's snackbar. */
export function RunActions({ run }: { run: RunView }) {
  const { t, i18n } = useTranslation()
  const { api, host } = useDeps()
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: (action: RunAction) => api.act(run.id, action),
    onSuccess: (next) => storeRun(client, next),
    onError: (error) => host.notify(errorText(i18n, error)),
  })

  async function perform(action: RunAction): Promise<void> {
    if (action === 'cancel' && !(await confirmCancel())) return
    act.mutate(action)
  }

  function confirmCancel(): Promise<boolean> {
    return host.confirm({
      title: t('run.cancelTitle'),
      description: t('run.cancelText'),
      okText: t('run.cancelYes'),
      cancelText: t('run.cancelNo'),
    })
  }

  return (
    <p className="actions">
      {actionsIn[run.state].map((action) => (
        <button
          key={action}
          type="button"
          className={action === 'resume' ? 'button button-primary' : 'button'}
          disabled={act.isPending}
          onClick={() => perform(action)}
        >
          {t(`run.action.${action}`)}
        </button>
      ))}
    </p>
  )
}
