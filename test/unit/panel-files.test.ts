import { expect, test } from 'vitest'
import { isUnsure, needsLook } from '../../extension-ui/settings/files/attention.ts'
import { type FileNode, toFileTree } from '../../extension-ui/settings/files/file-tree.ts'
import { ApiError } from '../../extension-ui/src/api/api-error.ts'
import { makeSpeedometer } from '../../extension-ui/src/api/speedometer.ts'
import { makeUploadQueue, type UploadEvents, type UploadQueue } from '../../extension-ui/src/api/upload-queue.ts'
import { relatedFiles, unsureFile } from '../browser/file-samples.ts'
import { file } from '../browser/samples.ts'

interface Sent {
  name: string
  events: UploadEvents
  starts: number
  cancelled: boolean
}

function makeQueue(): { queue: UploadQueue; sent: Sent[] } {
  const sent: Sent[] = []
  const queue = makeUploadQueue({
    now: () => 0,
    create: ({ name }, _metadata, events) => {
      const one: Sent = { name, events, starts: 0, cancelled: false }
      sent.push(one)
      return {
        start: () => {
          one.starts += 1
        },
        cancel: async () => {
          one.cancelled = true
        },
      }
    },
  })
  return { queue, sent }
}

const filesNamed = (...names: string[]) => names.map((name) => new File(['x'], name))
const statesOf = (queue: UploadQueue) => queue.items().map(({ name, state }) => `${name} ${state}`)

test('two files are sent at once, the next when one is done', () => {
  const { queue, sent } = makeQueue()
  queue.add('mig_1', filesNamed('a', 'b', 'c'))
  expect(statesOf(queue)).toEqual(['a sending', 'b sending', 'c waiting'])
  sent[0]?.events.onDone()
  expect(statesOf(queue)).toEqual(['b sending', 'c sending'])
  expect(sent.map(({ starts }) => starts)).toEqual([1, 1, 1])
})

test('a failed upload does not hold up the others, and goes on when it is asked to', () => {
  const { queue, sent } = makeQueue()
  queue.add('mig_1', filesNamed('a', 'b', 'c'))
  sent[0]?.events.onFailed(new ApiError(507, 'upload.disk_full'))
  expect(statesOf(queue)).toEqual(['a failed', 'b sending', 'c sending'])
  queue.retry(queue.items()[0]?.id ?? '')
  expect(statesOf(queue)[0]).toBe('a waiting')
  sent[1]?.events.onDone()
  expect(statesOf(queue)).toEqual(['a sending', 'c sending'])
  expect(sent[0]?.starts).toBe(2)
})

test('a cancelled upload is ended and makes room, whatever it still tells', () => {
  const { queue, sent } = makeQueue()
  queue.add('mig_1', filesNamed('a', 'b', 'c'))
  sent[1]?.events.onInterrupted()
  queue.cancel(queue.items()[1]?.id ?? '')
  sent[1]?.events.onProgress(1)
  expect(sent[1]?.cancelled).toBe(true)
  expect(statesOf(queue)).toEqual(['a sending', 'c sending'])
})

test('the files that were sent here are known after they are done, not those that were cancelled', () => {
  const { queue, sent } = makeQueue()
  queue.add('mig_1', filesNamed('a', 'b'))
  sent[0]?.events.onCreated('file_a')
  sent[1]?.events.onCreated('file_b')
  sent[0]?.events.onDone()
  queue.cancel(queue.items()[0]?.id ?? '')
  expect(['file_a', 'file_b', 'file_c'].map(queue.hasSent)).toEqual([true, false, false])
})

test('the speed is that of the last seconds, and begins anew where bytes were lost', () => {
  let at = 0
  const measure = makeSpeedometer(() => at)
  expect(measure(0)).toBeNull()
  at = 1_000
  expect(measure(2_000_000)).toBe(2_000_000)
  at = 20_000
  expect(measure(3_000_000)).toBeNull()
  at = 21_000
  expect(measure(3_500_000)).toBe(500_000)
  at = 22_000
  expect(measure(1_000_000)).toBeNull()
})

test('no file is lost or doubled where parts, archives and missing ones meet', () => {
  const orphans = [
    { ...file('lost.zip/x.csv', 'orders', 1), parentId: 'gone' },
    { ...file('y_part2.csv', 'orders', 1), partOf: 'gone' },
  ]
  const names = (nodes: FileNode[]): unknown[] => nodes.map(({ file: { name }, below }) => [name, ...names(below)])
  const tree = toFileTree(relatedFiles)
  expect(tree.map(({ members }) => members)).toEqual([0, 3])
  expect(tree[1]?.below.map(({ name }) => name)).toEqual(['orders.csv', '1_export_part3.csv', 'broken.json'])
  expect(names(toFileTree([...relatedFiles, ...orphans]))).toEqual([
    ['1_export.csv', ['1_export_part2.csv']],
    ['export.zip', ['export.zip/orders.csv'], ['export.zip/1_export_part3.csv'], ['export.zip/broken.json']],
    ['lost.zip/x.csv'],
    ['y_part2.csv'],
  ])
})

test('a guess, a rejected file and unread rows need a look, a person’s word does not', () => {
  expect(isUnsure(unsureFile)).toBe(true)
  expect(isUnsure({ ...unsureFile, kindConfidence: 1, notes: [] })).toBe(false)
  expect(isUnsure({ ...unsureFile, kindConfidence: 1 })).toBe(true)
  expect(needsLook({ ...unsureFile, state: 'staging' })).toBe(false)
  expect(needsLook({ ...unsureFile, state: 'rejected' })).toBe(true)
  const sure = { ...unsureFile, kindConfidence: 1, notes: [] }
  expect(needsLook(sure)).toBe(true)
  expect(needsLook({ ...sure, rejectedRows: 0 })).toBe(false)
})
