import { expect, test } from 'vitest'
import { delimiters } from '../../extension-ui/src/api/file-types.ts'
import { encodings, handoffKinds, kinds } from '../../extension-ui/src/api/reading-options.ts'
import { en } from '../../extension-ui/src/i18n/en.ts'
import { ru } from '../../extension-ui/src/i18n/ru.ts'
import { supportedEncodings } from '../../server/altcraft/detect/supported-encodings.ts'
import { datasetKinds, handoffKinds as serverHandoffKinds } from '../../server/altcraft/types.ts'
import { Choice } from '../../server/http/file-change-routes.ts'

test('the panel offers the encodings, kinds and delimiters that the server takes', () => {
  expect(encodings).toEqual(supportedEncodings)
  expect(kinds).toEqual(datasetKinds)
  expect(handoffKinds).toEqual(serverHandoffKinds)
  expect([...delimiters]).toEqual(Choice.properties.delimiter.enum)
})

test('everything that is offered has a name in both languages', () => {
  for (const { kind, encoding } of [en, ru]) {
    expect(Object.keys(kind).sort()).toEqual([...kinds].sort())
    expect(Object.keys(encoding).sort()).toEqual([...encodings].sort())
  }
})
