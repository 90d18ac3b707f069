import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'
import { describe, expect, it } from 'vitest'

/**
 * Who may import whom, by the beginning of the imported file's path; inside a module every file may import every other.
 * Modules of server/ are its folders and the files beside them. docs/architecture.md tells what each is for.
 */
const pool = 'db/pool.ts'
const base = ['server/lib/', 'server/errors.ts', 'server/config.ts', 'server/jobs.ts', pool]
const mayImport: Record<string, string[]> = {
  'server/lib': [],
  'server/errors.ts': [],
  'server/config.ts': ['server/lib/'],
  'server/jobs.ts': ['server/lib/', 'server/errors.ts'],
  // Source and destination: neither knows the other, nor what is built on them.
  'server/altcraft': ['server/lib/', 'server/errors.ts'],
  'server/pipedrive': base,
  'server/auth': base,
  'server/uploads': base,
  'server/staging': [...base, 'server/altcraft/'],
  // The words of the export (its kinds, values, captions), not how its files are read; the shapes of the destination, no requests.
  'server/mapping': [
    ...base,
    'server/altcraft/types.ts',
    'server/altcraft/values/',
    'server/altcraft/captions.ts',
    'server/staging/',
    'server/pipedrive/types.ts',
  ],
  'server/importing': [
    ...base,
    'server/altcraft/types.ts',
    'server/staging/',
    'server/mapping/',
    'server/pipedrive/types.ts',
    'server/pipedrive/compare.ts',
    'server/pipedrive/record-hash.ts',
  ],
  // Its steps are steps of a run.
  'server/verifying': [
    ...base,
    'server/altcraft/types.ts',
    'server/staging/',
    'server/mapping/',
    'server/pipedrive/types.ts',
    'server/pipedrive/compare.ts',
    'server/pipedrive/record-hash.ts',
    'server/importing/',
  ],
  'server/handoff': [...base, 'server/altcraft/', 'server/staging/'],
  'server/http': [
    ...base,
    ...['altcraft', 'pipedrive', 'auth', 'uploads', 'staging', 'mapping', 'importing', 'verifying', 'handoff'].map(
      (folder) => `server/${folder}/`,
    ),
  ],
  // The proposer as a command: files of columns in, proposals in the panel's words out.
  'server/propose': ['server/', 'extension-ui/src/i18n/'],
  // Composition roots: the only ones who may put everything together, and whom nobody else imports.
  'server/app.ts': ['server/'],
  'server/worker.ts': ['server/'],
  'server/reader.ts': ['server/', 'db/'],
  'server/main.ts': ['server/', 'db/'],
  db: [],
  // A stand-in is an independent witness, the demo a client of the public API.
  sandbox: [],
  examples: [],
  'extension-ui': [],
}

/** The panel may take the shapes of the API's answers, and nothing that would be bundled. */
const mayImportTypes: Record<string, string[]> = { 'extension-ui': ['server/http/'] }

/** Packages that only one place may import. */
const packageHomes: Record<string, string[]> = {
  pipedrive: ['server/pipedrive/'],
  axios: ['server/pipedrive/'],
  '@pipedrive/app-extensions-sdk': ['extension-ui/src/host/'],
  'pg-boss': ['server/jobs.ts', 'server/worker.ts'],
  '@tus/server': ['server/uploads/'],
  '@tus/file-store': ['server/uploads/'],
  'pg-copy-streams': ['server/staging/'],
  ai: ['server/mapping/model/'],
  '@ai-sdk/openai-compatible': ['server/mapping/model/'],
}

/** Where server/ may touch time, chance, network and environment; elsewhere they are arguments. */
const effectHomes = [
  'server/config.ts',
  'server/lib/clock.ts',
  'server/reader.ts',
  'server/main.ts',
  'server/propose/main.ts',
]
const entries = ['server/reader.ts', 'server/main.ts', 'server/propose/main.ts']
const effectGlobals = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate'])
const effectMembers = new Set(['process.env', 'Date.now', 'Math.random', 'performance.now'])

interface Import {
  from: string
  /** A path below the root if local, else a package. */
  to: string
  isLocal: boolean
  typesOnly: boolean
  names: string[]
}

interface Source {
  path: string
  imports: Import[]
  effects: string[]
  /** Statements that do something as soon as the file is imported. */
  worksOnImport: boolean
}

const declaration = /^(Import|Export|TS|Variable|Function|Class)/

const root = join(import.meta.dirname, '..', '..')
const sources = ['server', 'db', 'sandbox', 'extension-ui', 'examples']
  .flatMap((folder) => filesBelow(folder))
  .map(readSource)
const imports = sources.flatMap((source) => source.imports)
const local = imports.filter(({ isLocal }) => isLocal)

describe('imports', () => {
  it('reads the whole program', () => {
    expect(new Set(sources.map(({ path }) => moduleOf(path)))).toEqual(new Set(Object.keys(mayImport)))
    expect(local.length).toBeGreaterThan(500)
  })

  it('go only where the table lets them', () => {
    const wrong = local.filter(({ from, to, typesOnly }) => {
      const [here, there] = [moduleOf(from), moduleOf(to)]
      const allowed = [...(mayImport[here] ?? []), ...(typesOnly ? (mayImportTypes[here] ?? []) : [])]
      return here !== there && !allowed.some((prefix) => to.startsWith(prefix))
    })
    expect(wrong.map(toText)).toEqual([])
  })

  it('take a package only where it is at home', () => {
    const wrong = imports.filter(({ from, to, isLocal }) => {
      const homes = Object.entries(packageHomes).find(([name]) => to === name || to.startsWith(`${name}/`))?.[1]
      return !isLocal && homes !== undefined && !homes.some((home) => from.startsWith(home))
    })
    expect(wrong.map(toText)).toEqual([])
  })

  it('take the rights of the tables’ owner only for COPY', () => {
    const askers = imports.filter(({ to, names }) => to === pool && names.includes('asOwner')).map(({ from }) => from)
    expect(askers.filter((path) => !path.startsWith('server/staging/'))).toEqual([])
  })

  it('form no cycle, neither of modules nor of files that run', () => {
    const modules = local.map(({ from, to }): [string, string] => [moduleOf(from), moduleOf(to)])
    expect(findCycle(modules.filter(([from, to]) => from !== to))).toEqual([])
    expect(findCycle(local.filter(({ typesOnly }) => !typesOnly).map(({ from, to }) => [from, to]))).toEqual([])
  })
})

describe('effects in server/', () => {
  const server = sources.filter(({ path }) => path.startsWith('server/'))

  it('come in as arguments: clock, chance, network and environment are read in few places', () => {
    const wrong = server.filter(({ path, effects }) => effects.length > 0 && !effectHomes.includes(path))
    expect(wrong.map(({ path, effects }) => `${path}: ${effects.join(', ')}`)).toEqual([])
  })

  it('do not begin at import: only process entries do something by being loaded', () => {
    const wrong = server.filter(({ path, worksOnImport }) => worksOnImport && !entries.includes(path))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('extension-ui/dist/'))
    .sort()
}

function readSource(path: string): Source {
  const { program, errors } = parseSync(path, readFileSync(join(root, path), 'utf8'))
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  return {
    path,
    imports: readImports(path, program),
    effects: readEffects(program),
    worksOnImport: program.body.some(({ type }) => !declaration.test(type)),
  }
}

function readImports(path: string, program: ESTree.Program): Import[] {
  const found: Import[] = []
  const add = (specifier: unknown, typesOnly: boolean, names: string[] = []) => {
    if (typeof specifier !== 'string' || specifier.startsWith('node:')) return
    const isLocal = specifier.startsWith('.')
    const to = isLocal ? join(dirname(path), specifier).replaceAll('\\', '/') : specifier
    found.push({ from: path, to, isLocal, typesOnly, names })
  }
  new Visitor({
    ImportDeclaration({ source, importKind, specifiers }) {
      const named = specifiers.filter((one) => one.type === 'ImportSpecifier')
      const onlyTypes =
        specifiers.length > 0 && specifiers.every((one) => 'importKind' in one && one.importKind === 'type')
      const names = named.map(({ imported }) => (imported.type === 'Identifier' ? imported.name : imported.value))
      add(source.value, importKind === 'type' || onlyTypes, names)
    },
    ExportNamedDeclaration: ({ source, exportKind }) => add(source?.value, exportKind === 'type'),
    ExportAllDeclaration: ({ source, exportKind }) => add(source.value, exportKind === 'type'),
    ImportExpression: ({ source }) => add(source.type === 'Literal' ? source.value : undefined, false),
    TSImportType: ({ source }) => add(source.value, true),
  }).visit(program)
  return found
}

function readEffects(program: ESTree.Program): string[] {
  const effects: string[] = []
  const names: { name: string; start: number }[] = []
  const labels = new Set<number>()
  new Visitor({
    Identifier: ({ name, start }) => {
      if (effectGlobals.has(name)) names.push({ name, start })
    },
    MemberExpression({ object, property, computed }) {
      if (computed || property.type !== 'Identifier') return
      labels.add(property.start)
      const member = object.type === 'Identifier' ? `${object.name}.${property.name}` : ''
      if (effectMembers.has(member)) effects.push(member)
    },
    Property({ key, shorthand }) {
      if (!shorthand) labels.add(key.start)
    },
    // `typeof fetch` names a shape.
    TSTypeQuery: ({ exprName }) => void labels.add(exprName.start),
    TSPropertySignature: ({ key }) => void labels.add(key.start),
    TSMethodSignature: ({ key }) => void labels.add(key.start),
    NewExpression({ callee, arguments: given }) {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) effects.push('new Date()')
    },
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'Date') effects.push('Date()')
    },
  }).visit(program)
  return [...effects, ...names.filter(({ start }) => !labels.has(start)).map(({ name }) => name)]
}

function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'server' ? `server/${second}` : top
}

/** The first cycle as a list of its members, or nothing. */
function findCycle(edges: [string, string][]): string[] {
  const next = Map.groupBy(edges, ([from]) => from)
  const done = new Set<string>()
  const visit = (at: string, trail: string[]): string[] => {
    if (trail.includes(at)) return [...trail.slice(trail.indexOf(at)), at]
    if (done.has(at)) return []
    for (const [, to] of next.get(at) ?? []) {
      const cycle = visit(to, [...trail, at])
      if (cycle.length > 0) return cycle
    }
    done.add(at)
    return []
  }
  for (const from of next.keys()) {
    const cycle = visit(from, [])
    if (cycle.length > 0) return cycle
  }
  return []
}

function toText({ from, to }: Import): string {
  return `${from} → ${to}`
}
