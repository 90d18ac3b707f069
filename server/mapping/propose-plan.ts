import { applyColumnDecisions } from './column-decisions.ts'
import { proposeColumns } from './columns/propose-columns.ts'
import { placeFields } from './fields/field-cap.ts'
import { planFields } from './fields/plan-fields.ts'
import type { DatasetDraft, PlanInput } from './plan-input.ts'
import { makeAsker } from './questions/asker.ts'
import { decideBirthDateZones } from './questions/birth-date-zone.ts'
import { decideCampaignGeneration } from './questions/campaign-generation.ts'
import { decideDateOrders } from './questions/date-order.ts'
import { decideDecimalMarks } from './questions/decimal-mark.ts'
import { flagDoubtfulColumns } from './questions/doubtful-columns.ts'
import { askAboutDoubtfulKinds } from './questions/doubtful-kinds.ts'
import { askAboutFieldsWithoutPlace } from './questions/fields-without-place.ts'
import { decideMoneyScale } from './questions/money-scale.ts'
import { decidePhoneRegion } from './questions/phone-region.ts'
import { decideSegmentNames } from './questions/segment-name.ts'
import { decideSexCodes } from './questions/sex-codes.ts'
import { decideShortYears } from './questions/short-years.ts'
import { decideStatusCodes } from './questions/status-codes.ts'
import { askAboutSuppressionLists } from './questions/suppression-lists.ts'
import type { PlanDocument, Question } from './types.ts'
import { decideValues } from './value-maps/decide-values.ts'
import { decideOptions } from './value-maps/option-maps.ts'
import { findingsOf } from './value-maps/plan-findings.ts'
import type { ValueMap } from './value-maps/value-map.ts'
import { isZone } from './zone.ts'

export interface ProposedPlan {
  document: PlanDocument
  /** What is open or was answered; a question that the data answers is not among them. */
  questions: Question[]
  /** What the values of the export become. */
  valueMaps: ValueMap[]
}

/**
 * The plan for what was uploaded: where each column goes, how values are read, which fields are needed. Pure: the same
 * input gives the same plan. The document reflects the answers, and the proposals where there is none yet; whether open
 * questions block is the caller's. Throws `InvalidRequest` for an answer that is none of the options.
 */
export function proposePlan({
  datasets,
  account,
  answers,
  decisions,
  precedents,
  suggestions,
}: PlanInput): ProposedPlan {
  const asker = makeAsker(answers)
  const language = account.me.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'
  const timezone = isZone(account.me.timezone) ? account.me.timezone : 'UTC'
  const hintsFor = (id: string) => ({
    precedents,
    suggestions: suggestions.filter(({ datasetId }) => datasetId === id),
  })
  const proposed = datasets.map(
    (input): DatasetDraft => ({
      input,
      columns: proposeColumns(input.kind, input.profiles, hintsFor(input.id)),
      reading: {},
    }),
  )
  const drafts = applyColumnDecisions(proposed, decisions)
  decideShortYears(drafts, asker)
  flagDoubtfulColumns(drafts)
  decideDecimalMarks(drafts, asker, language)
  decideMoneyScale(drafts, asker)
  decideSexCodes(drafts, asker)
  decideStatusCodes(drafts, decisions, asker)
  decideDateOrders(drafts, asker)
  decideBirthDateZones(drafts, asker, timezone)
  decideCampaignGeneration(drafts, asker)
  decideSegmentNames(drafts, asker)
  askAboutDoubtfulKinds(drafts, asker)
  askAboutSuppressionLists(drafts, asker)
  const values = decideValues(drafts, account, decisions, asker)
  const phoneRegion = decidePhoneRegion(drafts, account.me, asker)
  const planned = placeFields(
    planFields(drafts, account, language, decisions.fields),
    drafts,
    account,
    decisions.fields,
  )
  askAboutFieldsWithoutPlace(planned.unplaced, asker)
  const { fields, maps, options } = decideOptions(planned.fields, drafts, decisions)
  const valueMaps = [...values.maps, ...maps]
  const findings = findingsOf(drafts, valueMaps, account)
  const document: PlanDocument = {
    formatVersion: 2,
    language,
    timezone,
    phoneRegion,
    defaultCurrency: account.me.defaultCurrency,
    ...planned,
    fields,
    datasets: drafts.map(({ input: { id, file, kind }, columns, reading }) => ({
      datasetId: id,
      file,
      kind,
      columns,
      reading,
    })),
    stages: values.stages,
    valueMaps: { ...values.valueMaps, ...(Object.keys(options).length === 0 ? {} : { options }) },
    ...(Object.keys(decisions.titles).length === 0 ? {} : { titles: decisions.titles }),
    ...(decisions.matchRules === undefined ? {} : { matchRules: decisions.matchRules }),
    ...(decisions.sameName === undefined ? {} : { sameName: decisions.sameName }),
    ...(decisions.timeline === undefined ? {} : { timeline: decisions.timeline }),
    fallbackOwnerId: values.fallbackOwnerId,
    ...(findings.length === 0 ? {} : { findings }),
  }
  return { document, questions: [...asker.asked], valueMaps }
}
