import { parseArgs } from 'node:util'
import { measureDrafting } from './mapping/draft-speed.ts'
import { headerMatchers } from './mapping/header-matchers.ts'
import { measurePreview } from './mapping/preview-speed.ts'
import { measureProposing } from './mapping/propose-speed.ts'
import { readCases } from './mapping/read-cases.ts'
import { type Score, scoreMatcher, scoreProposer } from './mapping/score-cases.ts'

/** `npm run bench:mapping [-- --wrong]`: how right the proposals are, beside two matchers of headers, and how fast. */
const { values } = parseArgs({
  options: { wrong: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
})
const files = readCases()
const sets = [...new Set(files.map(({ set }) => set))]
const own = scoreProposer(files)
const others = headerMatchers.map((matcher) => ({ name: matcher.name, score: scoreMatcher(files, matcher) }))

console.table(
  Object.fromEntries([
    ['Altcraft Importer', rights(own)],
    ...sets.map((set) => [`  ${set}`, rights(scoreProposer(files.filter((file) => file.set === set)))]),
    ...others.map(({ name, score }) => [name, rights(score)]),
  ]),
)
if (values.wrong) console.table(own.wrong.map((one) => ({ ...one, got: one.got.join(', ') })))
const speed = values.quick
  ? {}
  : { proposing: measureProposing(files), drafting: measureDrafting(), preview: await measurePreview() }
console.log(
  JSON.stringify({
    bench: 'mapping',
    proposer: figures(own),
    others: others.map(({ name, score }) => ({
      name,
      top1: percent(score.top1, score.columns),
      top3: percent(score.top3, score.columns),
    })),
    ...speed,
  }),
)

function rights(score: Score) {
  const { files, columns, top1, top3, types, certain, kinds } = score
  const own = types.asked > 0
  return {
    files,
    columns,
    'top-1 %': percent(top1, columns),
    'top-3 %': percent(top3, columns),
    'types %': own ? percent(types.right, types.asked) : '',
    certain: own ? certain.proposed : '',
    'wrong in certain %': own ? percent(certain.wrong, certain.proposed) : '',
    'kinds %': own && kinds.asked > 0 ? percent(kinds.right, kinds.asked) : '',
  }
}

function figures({ files, columns, top1, top3, types, certain, kinds }: Score) {
  return {
    files,
    columns,
    top1: percent(top1, columns),
    top3: percent(top3, columns),
    types: percent(types.right, types.asked),
    certain,
    kinds,
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 10_000) / 100
}
