import { readText } from '../../altcraft/values/text.ts'
import type { DatasetPlan, PlanDocument } from '../types.ts'
import { makeReadPersonKeys } from './person-keys.ts'
import { cellOf, type Places, type RowDrafter } from './places.ts'

/** A member of a static segment: the segment is the file's, or named in the row where one file holds several. */
export function makeMemberDrafter(plan: PlanDocument, dataset: DatasetPlan, places: Places): RowDrafter {
  const segmentPlace = places.one('segment.name')
  const memberPlaces = places.many('segment.member')
  const readPerson = makeReadPersonKeys(memberPlaces, plan.phoneRegion)
  return (row) => {
    const segment = readText(cellOf(row, segmentPlace)) ?? dataset.reading.segmentName
    const person = readPerson(row)
    const column = memberPlaces[0]?.mapping.column
    if (person.length === 0) {
      return { result: 'fail', code: 'member.no_key', ...(column === undefined ? {} : { column }), findings: [] }
    }
    if (segment === undefined) return { result: 'fail', code: 'member.no_segment', findings: [] }
    return {
      result: 'drafts',
      drafts: [
        { entity: 'label', sourceKey: `label:${segment}:${person[0]}`, matchKeys: [], record: { segment, person } },
      ],
      findings: [],
    }
  }
}
