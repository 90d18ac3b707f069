import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `npm run bench [name …] [-- flags]`: runs the benchmarks one after the other; each prints a table and, last, one JSON object. */
const all = ['burst', 'import', 'ingest', 'mapping']
const given = process.argv.slice(2)
const firstFlag = given.findIndex((argument) => argument.startsWith('--'))
const chosen = firstFlag < 0 ? given : given.slice(0, firstFlag)
const flags = given.slice(chosen.length)
const unknown = chosen.find((name) => !all.includes(name))
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}": ${all.join(', ')}.`)
  process.exit(2)
}
for (const name of chosen.length > 0 ? chosen : all) {
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [script, ...flags], { stdio: 'inherit' })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) process.exitCode = 1
}
