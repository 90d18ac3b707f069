import { proposeColumns } from './columns/propose-columns.ts'
import { applyFieldCap } from './fields/field-cap.ts'
import { planFields } from './fields/plan-fields.ts'
import type { DatasetDraft, PlanInput } from './plan-input.ts'
import { makeAsker } from './questions/asker.ts'
import { decideBirthDateZones } from './questions/birth-date-zone.ts'
import { decideCampaignGeneration } from './questions/campaign-generation.ts'
import { decideDateOrders } from './questions/date-order.ts'
import { decideDecimalMarks } from './questions/decimal-mark.ts'
import { flagDoubtfulColumns } from './questions/doubtful-columns.ts'
import { askAboutDoubtfulKinds } from './questions/doubtful-kinds.ts'
import { decideMoneyScale } from './questions/money-scale.ts'
import { decideOrderStatuses } from './questions/order-statuses.ts'
import { decideOwners } from './questions/owners.ts'
import { decidePhoneRegion } from './questions/phone-region.ts'
import { decideSegmentNames } from './questions/segment-name.ts'
import { decideSexCodes } from './questions/sex-codes.ts'
import { decideStages } from './questions/stages.ts'
import { decideStatusCodes } from './questions/status-codes.ts'
import { askAboutSuppressionLists } from './questions/suppression-lists.ts'
import { campaignStatusWords, profileStatusWords, sexWords } from './status-words.ts'
import type { PlanDocument, Question } from './types.ts'
import { isZone } from './zone.ts'

export interface ProposedPlan {
  document: PlanDocument
  /** What is open or was answered; a question that the data answers is not among them. */
  questions: Question[]
}

/**
 * The plan for what was uploaded: where each column goes, how values are read, which fields are needed. Pure: the same
 * input gives the same plan. The document reflects the answers, and the proposals where there is none yet; whether open
 * questions block is the caller's. Throws `InvalidRequest` for an answer that is none of the options.
 */
export function proposePlan({ datasets, account, answers }: PlanInput): ProposedPlan {
  const asker = makeAsker(answers)
  const language = account.me.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'
  const timezone = isZone(account.me.timezone) ? account.me.timezone : 'UTC'
  const drafts = datasets.map(
    (input): DatasetDraft => ({ input, columns: proposeColumns(input.kind, input.profiles), reading: {} }),
  )
  flagDoubtfulColumns(drafts)
  decideDecimalMarks(drafts, asker, language)
  decideMoneyScale(drafts, asker)
  decideSexCodes(drafts, asker)
  decideStatusCodes(drafts, asker)
  decideDateOrders(drafts, asker, language)
  decideBirthDateZones(drafts, asker, timezone)
  decideCampaignGeneration(drafts, asker)
  decideSegmentNames(drafts, asker)
  askAboutDoubtfulKinds(drafts, asker)
  askAboutSuppressionLists(drafts, asker)
  const orderStatus = decideOrderStatuses(drafts, asker)
  const owners = decideOwners(drafts, account, asker)
  const phoneRegion = decidePhoneRegion(drafts, account.me, asker)
  const stages = decideStages(new Set(datasets.map(({ kind }) => kind)), account, asker)
  const document: PlanDocument = {
    formatVersion: 1,
    language,
    timezone,
    phoneRegion,
    defaultCurrency: account.me.defaultCurrency,
    ...applyFieldCap(planFields(drafts, account, language), drafts, account),
    datasets: drafts.map(({ input: { id, file, kind }, columns, reading }) => ({
      datasetId: id,
      file,
      kind,
      columns,
      reading,
    })),
    stages,
    valueMaps: {
      orderStatus,
      campaignStatus: campaignStatusWords,
      sex: sexWords,
      profileStatus: profileStatusWords,
      ...owners,
    },
    fallbackOwnerId: account.me.id,
  }
  return { document, questions: [...asker.asked] }
}
