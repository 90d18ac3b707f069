import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { errorText } from '../src/i18n/reason-text.ts'
import { Banner } from '../src/ui/banner.tsx'
import { useDeps } from '../src/ui/deps.ts'

/** Has a plan worked out of the files as they are now. */
export function ProposePlan({ migrationId, isFirst }: { migrationId: string; isFirst: boolean }) {
  const { t, i18n } = useTranslation()
  const { api } = useDeps()
  const client = useQueryClient()
  const propose = useMutation({
    mutationFn: () => api.proposePlan(migrationId),
    onSuccess: (next) => client.setQueryData(['plan', migrationId], next),
  })
  return (
    <div className="propose">
      <button
        type="button"
        className="button button-primary"
        disabled={propose.isPending}
        onClick={() => propose.mutate()}
      >
        {t(isFirst ? 'plan.propose' : 'plan.proposeAgain')}
      </button>
      {propose.error && <Banner tone="bad">{errorText(i18n, propose.error)}</Banner>}
    </div>
  )
}
