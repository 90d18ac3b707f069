import { isJsonObject, type JsonObject } from '../lib/json.ts'

export const pageSize = 500

/** Every page of a v2 list: `additional_data.next_cursor` is opaque and missing or null on the last page. */
export async function* cursorPages(load: (page: { limit: number; cursor?: string }) => Promise<unknown>) {
  let cursor: string | undefined
  do {
    const answer: unknown = await load({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
    yield dataList(answer)
    cursor = nextCursor(answer)
  } while (cursor !== undefined)
}

/** Every page of a v1 list. Its paging keys stand in `additional_data.pagination` or directly in `additional_data`. */
export async function* offsetPages(load: (page: { limit: number; start: number }) => Promise<unknown>) {
  let start: number | undefined = 0
  do {
    const answer: unknown = await load({ limit: pageSize, start })
    yield dataList(answer)
    const next = nextStart(answer)
    start = next !== undefined && next > start ? next : undefined
  } while (start !== undefined)
}

/** Where the next page of a v2 list begins; undefined after the last one. */
export function nextCursor(answer: unknown): string | undefined {
  const next = additional(answer).next_cursor
  return typeof next === 'string' && next !== '' ? next : undefined
}

/** Where the next page of a v1 list begins; undefined after the last one. */
export function nextStart(answer: unknown): number | undefined {
  const { pagination } = additional(answer)
  const paging = isJsonObject(pagination) ? pagination : additional(answer)
  const next: unknown = paging.next_start
  return paging.more_items_in_collection === true && typeof next === 'number' ? next : undefined
}

/** All pages as one list: for the small ones (fields, stages). */
export async function toList(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject[]> {
  const all: JsonObject[] = []
  for await (const page of pages) all.push(...page)
  return all
}

/** `data` of an answer that lists objects; v1 writes null for an empty list. */
export function dataList(answer: unknown): JsonObject[] {
  const { data } = toObject(answer)
  return Array.isArray(data) ? data.filter(isJsonObject) : []
}

/** `data` of an answer that shows one object. */
export function dataObject(answer: unknown): JsonObject {
  return toObject(toObject(answer).data)
}

function additional(answer: unknown): JsonObject {
  return toObject(toObject(answer).additional_data)
}

function toObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
