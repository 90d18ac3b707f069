import { Type } from '@fastify/type-provider-typebox'
import { Value } from 'typebox/value'
import { type CaseFile, proposeCase } from './cases.ts'
import { type Language, reasonWords } from './reason-words.ts'

/** The cases cannot be used; the message says where and why. */
export class CasesRejected extends Error {}

const Cases = Type.Object({
  files: Type.Array(
    Type.Object({
      name: Type.String(),
      kind: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      columns: Type.Array(
        Type.Object({
          header: Type.String(),
          samples: Type.Optional(Type.Union([Type.Array(Type.Unknown()), Type.Null()])),
        }),
      ),
    }),
  ),
})

/** The answer to a file of cases (docs/architecture.md, "propose"). Throws `CasesRejected`. */
export function proposeCases(text: string, language: Language) {
  return {
    files: parse(text).map((file) => {
      const { name, kind, columns } = proposeCase(file)
      return {
        name,
        kind,
        columns: columns.map(({ header, proposals }) => ({
          header,
          proposals: proposals.map(({ reasons, ...proposal }) => ({
            ...proposal,
            reason: reasonWords(reasons, language),
          })),
        })),
      }
    }),
  }
}

function parse(text: string): CaseFile[] {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CasesRejected(`The cases are no JSON: ${(error as Error).message}`)
  }
  if (!Value.Check(Cases, json)) {
    const [first] = Value.Errors(Cases, json)
    throw new CasesRejected(
      `The cases are not as expected at ${first?.instancePath || 'the top'}: ${first?.message ?? ''}`,
    )
  }
  return json.files.map(({ name, kind, columns }) => ({
    name,
    ...(kind == null ? {} : { kind }),
    columns: columns.map(({ header, samples }) => ({
      header,
      samples: (samples ?? []) as CaseFile['columns'][number]['samples'],
    })),
  }))
}
