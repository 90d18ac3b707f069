import { stat } from 'node:fs/promises'
import { type Ground, prepareGround } from './ingest/ground.ts'
import { previewHugeFile } from './ingest/huge-preview.ts'
import { plainCopy } from './ingest/plain-copy.ts'
import { profileColumns, writeProfilesCsv } from './ingest/profiles-csv.ts'
import { writeWorkbook } from './ingest/xlsx-account.ts'

/**
 * How fast files come into PostgreSQL, and in how much memory: profiles as CSV against a plain COPY of the same file into a
 * table of texts, alternating in one run; a workbook; the first rows of a huge file. Sizes: CSV_ROWS, XLSX_ROWS, HUGE_BYTES,
 * ROUNDS. Prints a table and, last, one JSON object; ratios are medians of rounds measured side by side.
 */
const csvRows = Number(process.env['CSV_ROWS'] ?? 1_000_000)
const xlsxRows = Number(process.env['XLSX_ROWS'] ?? 100_000)
const hugeBytes = Number(process.env['HUGE_BYTES'] ?? 5_000_000_000)
const rounds = Number(process.env['ROUNDS'] ?? 3)
const megabyte = 1024 ** 2

const ground = await prepareGround()
try {
  const figures = {
    csv: [await benchCsv(ground, csvRows), await benchCsv(ground, 2 * csvRows)],
    xlsx: await benchXlsx(ground),
    huge: await benchHuge(ground),
  }
  console.table(figures.csv)
  console.table([figures.xlsx])
  console.table([figures.huge])
  console.log(JSON.stringify(figures))
} finally {
  await ground.stop()
}

async function benchCsv({ pathOf, stage, superuserUrl }: Ground, rows: number) {
  const path = pathOf('csv')
  await writeProfilesCsv(path, rows, 1)
  const measured = []
  for (let round = 0; round < rounds; round += 1) {
    const copyMs = await plainCopy(superuserUrl, path, profileColumns)
    measured.push({ copyMs, ...(await stage('csv', 'profiles.csv')) })
  }
  return {
    rows: measured[0]?.rows ?? 0,
    megabytes: Math.round((await stat(path)).size / megabyte),
    copySeconds: seconds(median(measured.map(({ copyMs }) => copyMs))),
    stageSeconds: seconds(median(measured.map(({ ms }) => ms))),
    ratio: Number(median(measured.map(({ ms, copyMs }) => ms / copyMs)).toFixed(2)),
    worstRatio: Number(Math.max(...measured.map(({ ms, copyMs }) => ms / copyMs)).toFixed(2)),
    peakMegabytes: Math.round(Math.max(...measured.map(({ peakBytes }) => peakBytes)) / megabyte),
  }
}

async function benchXlsx({ pathOf, stage }: Ground) {
  await writeWorkbook(pathOf('xlsx'), xlsxRows, profileColumns.length, 1)
  const measured = []
  for (let round = 0; round < rounds; round += 1) measured.push(await stage('xlsx', 'profiles.xlsx'))
  const ms = median(measured.map((one) => one.ms))
  return {
    rows: measured[0]?.rows ?? 0,
    seconds: seconds(ms),
    rowsPerSecond: Math.round(xlsxRows / (ms / 1000)),
    peakMegabytes: Math.round(Math.max(...measured.map(({ peakBytes }) => peakBytes)) / megabyte),
  }
}

async function benchHuge({ pathOf }: Ground) {
  const sample = pathOf('sample')
  await writeProfilesCsv(sample, 250_000, 2)
  return previewHugeFile(sample, hugeBytes)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100
}
