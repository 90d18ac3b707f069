import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** `npm run bench [name …]`: runs the benchmarks one after the other; each prints a table and, last, one JSON object. */
const all = ['burst', 'ingest', 'mapping']
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
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
