import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../src/api/types.ts'
import { errorText } from '../src/i18n/reason-text.ts'
import { Banner } from '../src/ui/banner.tsx'
import { useDeps } from '../src/ui/deps.ts'

/** Has a plan worked out where there is none, where that failed, or where the files were changed since. */
export function ProposePlan({ migrationId, plan }: { migrationId: string; plan: Plan }) {
  const { t, i18n } = useTranslation()
  const { api } = useDeps()
  const client = useQueryClient()
  const propose = useMutation({
    mutationFn: () => api.proposePlan(migrationId),
    onSuccess: (next) => client.setQueryData(['plan', migrationId], next),
  })
  if (!plan.outdated && plan.state !== 'none' && plan.state !== 'failed') return null
  return (
    <div className="propose">
      <button
        type="button"
        className={plan.outdated ? 'button button-primary' : 'button'}
        disabled={propose.isPending}
        onClick={() => propose.mutate()}
      >
        {t(plan.state === 'none' ? 'plan.propose' : 'plan.proposeAgain')}
      </button>
      {propose.error && <Banner tone="bad">{errorText(i18n, propose.error)}</Banner>}
    </div>
  )
}
