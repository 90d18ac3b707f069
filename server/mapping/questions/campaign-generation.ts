import { normaliseColumn } from '../../altcraft/captions.ts'
import { readText } from '../../altcraft/values/text.ts'
import { type DatasetDraft, distinctTexts, mappedColumns } from '../plan-input.ts'
import { valueKey } from '../status-words.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/** Fields of `campaigns/list` and `campaigns/get`. `channel` and `content` are not among them: people's own tables have such columns. */
const mailingColumns = new Set([
  'subid',
  'for confirm',
  'is active',
  'send channel',
  'message id',
  'policy id',
  'start schedule',
])
const campaignStates = new Set(['cloning', 'inactive', 'waiting', 'active', 'completed', 'deleted'])

/**
 * What the file calls a campaign (facts: trap 10): a single mailing (Altcraft until v73) or a bundle of mailings and
 * scenarios (from about v74). Told by the fields and states of the API; asked when they tell nothing.
 */
export function decideCampaignGeneration(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    if (draft.input.kind !== 'campaigns') continue
    const mailing = draft.input.profiles.some(({ column }) => mailingColumns.has(normaliseColumn(column)))
    const states = mappedColumns(draft, 'deal.status').flatMap(({ profile }) => distinctTexts(profile).map(valueKey))
    const campaign = states.length > 0 && states.every((state) => campaignStates.has(state))
    if (mailing !== campaign) {
      draft.reading.campaignGeneration = mailing ? 'mailing' : 'campaign'
      continue
    }
    const answer = asker.ask({
      id: questionId('campaign_generation', draft.input.file),
      code: 'campaign_generation',
      datasetId: draft.input.id,
      examples: mappedColumns(draft, 'deal.title').flatMap(({ profile }) =>
        profile.samples.flatMap((sample) => readText(sample) ?? []),
      ),
      options: [{ value: 'campaign' }, { value: 'mailing' }],
      proposal: 'campaign',
      reason: why('campaign_generation'),
    })
    draft.reading.campaignGeneration = answer === 'mailing' ? 'mailing' : 'campaign'
  }
}
