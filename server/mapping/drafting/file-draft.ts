import { readText } from '../../altcraft/values/text.ts'
import type { DatasetPlan, FileRecord, PlanDocument } from '../types.ts'
import { makeReadAttachment, ownersKey } from './attachment.ts'
import { cellOf, type Places, type RowDrafter } from './places.ts'

const longestName = 255

/** A row of a list of documents: whose it is, and where in an uploaded archive its content lies. */
export function makeFileDrafter(plan: PlanDocument, _dataset: DatasetPlan, places: Places): RowDrafter {
  const namePlace = places.one('file.name')
  const pathPlace = places.one('file.path') ?? namePlace
  const readOwners = makeReadAttachment(plan, places, 'file')
  return (row) => {
    const owners = readOwners(row)
    if (owners === undefined) return { result: 'fail', code: 'attachment.no_owner', findings: [] }
    const name = readText(cellOf(row, namePlace))?.slice(0, longestName)
    const path = readText(cellOf(row, pathPlace)) ?? name
    if (path === undefined) {
      const column = pathPlace?.mapping.column
      const place = column === undefined ? {} : { column }
      return { result: 'fail', code: 'attachment.path_missing', ...place, findings: [] }
    }
    const record: FileRecord = { ...owners, path, ...(name === undefined ? {} : { name }) }
    const sourceKey = `file:${ownersKey(owners)}:${path}`
    return { result: 'drafts', drafts: [{ entity: 'file', sourceKey, matchKeys: [], record }], findings: [] }
  }
}
