import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { InvalidRequest } from '../../errors.ts'
import { isJsonObject } from '../../lib/json.ts'
import { planChecksum } from '../plan-checksum.ts'
import { type PlanFile, PlanFileSchema, planFileFormat, planFileVersion } from './plan-file.ts'

const mostProblems = 200

/**
 * Reads plan files. Throws `InvalidRequest(400)`: `import.not_a_plan`, `import.newer_format`, `import.invalid` with the places
 * of all problems, and `import.checksum` for one that was changed since it was exported, unless it is said to be `edited`.
 */
export function makePlanFileReader(): (file: unknown, options: { edited: boolean }) => PlanFile {
  const schema = Compile(PlanFileSchema)
  // All problems together, not the library's first eight; of a file without end, enough to see what is wrong.
  Settings.Set({ maxErrors: mostProblems })
  return function readPlanFile(file, { edited }) {
    if (!isJsonObject(file) || file.format !== planFileFormat) throw new InvalidRequest(400, 'import.not_a_plan')
    const { formatVersion } = file
    if (typeof formatVersion === 'number' && formatVersion > planFileVersion) {
      throw new InvalidRequest(400, 'import.newer_format', { formatVersion })
    }
    if (!schema.Check(file)) {
      const problems = new Map(schema.Errors(file).map(({ instancePath, message }) => [instancePath, message]))
      throw new InvalidRequest(400, 'import.invalid', {
        places: [...problems.keys()],
        problems: [...problems.values()],
      })
    }
    if (!edited && planChecksum(file.plan) !== file.checksum) throw new InvalidRequest(400, 'import.checksum')
    return file
  }
}
