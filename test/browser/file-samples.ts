import type {
  Dataset,
  Preview,
  ReadingChoice,
  SourceFile,
  TablePreview,
} from '../../extension-ui/src/api/file-types.ts'
import { file } from './samples.ts'

const encodings = [
  { encoding: 'ibm866', lines: ['имя;город', '╧хЄЁютр └ээр;╠юёътр'] },
  { encoding: 'windows-1251', lines: ['имя;город', 'Петрова Анна;Москва'] },
  { encoding: 'windows-1252', lines: ['имя;город', 'Ïåòðîâà Àííà;Ìîñêâà'] },
]

/** A Russian CSV that was taken for DOS text: wrong letters until windows-1251 is chosen. */
export function cyrillicPreview(choice: ReadingChoice): TablePreview {
  const encoding = choice.encoding ?? 'ibm866'
  const isRight = encoding === 'windows-1251'
  return {
    status: 'table',
    format: 'csv',
    encoding,
    encodingConfidence: isRight ? 1 : 0.55,
    delimiter: choice.delimiter ?? ';',
    headerLine: choice.headerLine ?? 1,
    kind: choice.kind ?? 'profiles',
    kindConfidence: choice.kind ? 1 : 0.5,
    kindEvidence: 'The columns email and phone are those of profiles, but most are unknown.',
    notes: [],
    columns: ['email', 'имя', 'город', 'subscriptions', 'comment'],
    rows: [1, 2, 3].map((rowNumber) => ({
      rowNumber,
      cells: [
        `anna${rowNumber}@example.com`,
        isRight ? 'Петрова Анна' : '╧хЄЁютр └ээр',
        isRight ? 'Москва' : '╠юёътр',
        [{ resource_id: 7, status: 'subscribed' }],
        'Long text that goes on and on, so that it does not fit into any cell of the table and is cut at its end',
      ],
    })),
    rejected: [{ rowNumber: 4, raw: 'a;b', code: 'row.too_few_cells', detail: {} }],
    encodings: [...encodings].sort((a, b) => Number(b.encoding === encoding) - Number(a.encoding === encoding)),
  }
}

export const rejectedPreview: Preview = {
  status: 'rejected',
  code: 'file.not_json',
  detail: { line: 41 },
  encodings: [],
}

export const containerPreview: Preview = {
  status: 'container',
  format: 'zip',
  members: ['export.zip/orders.csv', 'export.zip/people.csv'],
  notes: [],
}

export const unsureFile: SourceFile = {
  ...file('клиенты.csv', 'profiles', 1250),
  id: 'file_unsure',
  datasetId: 'ds_unsure',
  encoding: 'ibm866',
  encodingConfidence: 0.55,
  delimiter: ';',
  kindConfidence: 0.5,
  rejectedRows: 73,
  notes: [
    { code: 'read.unsure_encoding', detail: { encoding: 'ibm866', alternatives: ['windows-1251', 'koi8-r'] } },
    { code: 'read.unsure_delimiter', detail: { delimiter: ';', alternatives: ['\t', ','] } },
  ],
}

/** Two parts of one export, and an archive with a part of it and a rejected member. */
export const relatedFiles: SourceFile[] = [
  file('1_export.csv', 'profiles', 500_000),
  { ...file('1_export_part2.csv', 'profiles', 230_114), partOf: 'file_1_export.csv' },
  { ...file('export.zip', null, null), format: 'zip', id: 'zip' },
  { ...file('export.zip/orders.csv', 'orders', 2_140), parentId: 'zip' },
  { ...file('export.zip/1_export_part3.csv', 'profiles', 90), parentId: 'zip', partOf: 'file_1_export.csv' },
  {
    ...file('export.zip/broken.json', null, null),
    parentId: 'zip',
    state: 'rejected',
    reason: { code: 'file.not_json', detail: { line: 41 } },
  },
]

/** A workbook or archive with so many members that they are hidden at first. */
export function bigArchive(members: number): SourceFile[] {
  const archive = { ...file('all.zip', null, null), format: 'zip', id: 'big' }
  const inside = Array.from({ length: members }, (_, i) => ({
    ...file(`all.zip/segment_${i + 1}.csv`, 'segment_members', 10 + i),
    parentId: 'big',
    kindConfidence: i === 3 ? 0.4 : 0.9,
  }))
  return [archive, ...inside]
}

export const dataset: Dataset = {
  id: 'ds_unsure',
  columns: ['email', 'city', 'total', 'note'],
  rowCount: 1250,
  rejectedCount: 73,
  profiles: [
    profile('email', 1250, 1248, { samples: ['anna@example.com', 'boris@example.com'] }),
    profile('city', 1012, 44, {
      topValues: [
        { value: 'Москва', count: 412 },
        { value: 'Санкт-Петербург', count: 98 },
      ],
    }),
    profile('total', 600, 540, { min: '12.5', max: '99000', samples: [12.5, 99_000] }),
    profile('note', 3, 3, { samples: [{ by: 'Anna', text: '<img src=x onerror=alert(1)>' }, null] }),
  ],
}

function profile(
  column: string,
  filled: number,
  distinctEstimate: number,
  rest: Partial<Dataset['profiles'][number]>,
): Dataset['profiles'][number] {
  return { column, filled, distinctEstimate, topValues: [], samples: [], min: null, max: null, ...rest }
}
