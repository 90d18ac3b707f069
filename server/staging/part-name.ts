/** What a file's name says about its place among the parts of one export. */
export interface PartName {
  /** Folders and archives that it lies in; a gzip around the file alone is none. */
  folder: string
  /** What the names of all parts have in common, in lower case. */
  stem: string
  /** The same with only those numbers taken out that are surely a part's: `vip part 2`, `vip (2)`, not `vip 2`. */
  surelyStem: string
  /** The numbers at the beginning, at the end and surely a part's, −1 where there is none: parts are in the order of these. */
  place: readonly [number, number, number]
}

/** Names of archive members may be 64 KB long; patterns that look from the end of such a name take minutes. */
const longestName = 300
const extension = /\.(?:csv|tsv|tab|txt|json|jsonl|ndjson|xml|yml|yaml|xlsx|xls)$/
const gzip = /(?<!\.tar)\.gz$/
/** Days, months, years and times tell one export from another: their digits are no numbers of parts. */
const dates =
  /(?<!\d)(?:(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:0[1-9]|[12]\d|3[01]))?(?:[t _-]*\d\d[-_:.]?\d\d(?:[-_:.]?\d\d)?)?|\d\d[-_.]\d\d[-_.](?:19|20)\d\d|(?:19|20)\d\d)(?!\d)/g
const sureNumber =
  /[\s_.-]*(?:\((\d{1,6})\)|\[(\d{1,6})\]|[([]?(?<!\p{L})(?:part|pt|chunk|часть|ч)[\s_.#№-]*(\d{1,6})(?:[\s_-]*(?:of|из)[\s_-]*\d{1,6})?[)\]]?|[([]?(?<!\d)(\d{1,6})[\s_-]*(?:of|из)[\s_-]*\d{1,6}[)\]]?)$/u
/** Behind a separator or a whole word: ids that end in a digit are no parts. */
const lastNumber = /(?:^|[\s_.-]+|(?<=(?:^|[\s_.-])\p{L}{2,}))(\d{1,6})$/u
const firstNumber = /^(?:(?:part|chunk|часть)[\s_.-]*)?(\d{1,6})[\s_.-]+/

/**
 * Takes the number of the part out of a file's name: `1_database_export.csv`, `profiles (2).csv`, `profiles-part1.csv`,
 * `clients.001.csv`, `clients.csv.001`, `profiles 1 of 3.csv`. A name without a number is the first part of those that have one
 * behind the same name. Pure; any text is a name.
 */
export function readPartName(file: string): PartName {
  const segments = file.normalize('NFC').toLowerCase().split('/')
  const last = segments.pop() ?? ''
  if (gzip.test(segments.at(-1) ?? '')) segments.pop()
  const folder = segments.join('/')
  if (last.length > longestName) return { folder, stem: last, surelyStem: last, place: [-1, -1, -1] }
  const whole = last.replace(dates, (date) => date.replace(/\d/g, toLetter))
  const [bare, behind] = cutExtension(whole)
  const sure = take(bare, sureNumber)
  const end = take(sure.rest, lastNumber)
  const start = take(end.rest, firstNumber)
  const [stem, inside] = cutExtension(start.rest)
  return {
    folder,
    stem: `${stem}${behind || inside}`,
    surelyStem: `${sure.rest}${behind}`,
    place: [start.number, end.number, sure.number],
  }
}

function cutExtension(name: string): [bare: string, extension: string] {
  const found = extension.exec(name)?.[0] ?? ''
  return [name.slice(0, name.length - found.length), found]
}

function take(name: string, pattern: RegExp): { rest: string; number: number } {
  const found = pattern.exec(name)
  if (!found) return { rest: name, number: -1 }
  const digits = found.slice(1).find((group) => group !== undefined)
  return { rest: name.replace(pattern, ''), number: Number(digits) }
}

/** Of the private use area: it occurs in no name and is no digit to the patterns. */
function toLetter(digit: string): string {
  return String.fromCharCode(0xe000 + Number(digit))
}
