import { createHash } from 'node:crypto'
import { readText } from '../../altcraft/values/text.ts'
import type { DatasetPlan, NoteRecord, PlanDocument } from '../types.ts'
import { makeReadAttachment, ownersKey } from './attachment.ts'
import { type Findings, warnOfDate } from './findings.ts'
import { escapeHtml, isHtml, sanitiseHtml, textToHtml } from './html.ts'
import { makeReadMoment } from './moments.ts'
import { cellOf, type Place, type Places, type RowDrafter } from './places.ts'
import { plainText } from './plain-text.ts'

/** A note of the export, on everything that its row names. Fails without a text, and without an owner. */
export function makeNoteDrafter(plan: PlanDocument, _dataset: DatasetPlan, places: Places): RowDrafter {
  const textPlace = places.one('note.text')
  const titlePlace = places.one('note.title')
  const authorPlace = places.one('note.author')
  const timePlace = places.one('note.time')
  const idPlace = places.one('note.id')
  const readOwners = makeReadAttachment(plan, places, 'note')
  const readMoment = makeReadMoment(plan)
  return (row) => {
    const findings: Findings = []
    const fail = (code: string, place?: Place) =>
      ({ result: 'fail', code, ...(place === undefined ? {} : { column: place.mapping.column }), findings }) as const
    const owners = readOwners(row)
    if (owners === undefined) return fail('note.no_owner')
    const textCell = cellOf(row, textPlace)
    const text = textCell === null ? '' : toHtml(plainText(textCell))
    const title = readText(cellOf(row, titlePlace))
    if (text === '' && title === undefined) return fail('note.text_missing', textPlace)
    const author = readText(cellOf(row, authorPlace))
    const timeCell = cellOf(row, timePlace)
    const moment = timePlace === undefined || timeCell === null ? undefined : readMoment(timeCell, timePlace.mapping)
    if (moment === undefined && timeCell !== null && timePlace !== undefined) {
      warnOfDate(findings, timeCell, timePlace.mapping.column)
    }
    const content = [
      title === undefined ? '' : `<p><b>${escapeHtml(title)}</b></p>`,
      text,
      author === undefined ? '' : `<p>${plan.language === 'ru' ? 'Автор' : 'Author'}: ${escapeHtml(author)}</p>`,
    ].join('')
    const record: NoteRecord = { ...owners, content, ...(moment === undefined ? {} : { addTime: moment.instant() }) }
    const id = readText(cellOf(row, idPlace)) ?? contentKey(record)
    return { result: 'drafts', drafts: [{ entity: 'note', sourceKey: `note:${id}`, matchKeys: [], record }], findings }
  }
}

function toHtml(text: string): string {
  return isHtml(text) ? sanitiseHtml(text) : textToHtml(text)
}

/** Of a note without an id: the same text at the same time on the same records is the same note. */
function contentKey(record: NoteRecord): string {
  const told = JSON.stringify([ownersKey(record), record.addTime ?? '', record.content])
  return createHash('sha1').update(told).digest('base64url')
}
