import { parseArgs } from 'node:util'
import type { Bar } from './import/bars.ts'
import { allCells, benchBurst } from './import/burst-cells.ts'
import { benchCost } from './import/cost.ts'
import { prepareGround } from './import/ground.ts'
import { benchMemory } from './import/memory.ts'
import { benchSpeed } from './import/speed.ts'

/**
 * What an import costs in time, memory and API tokens: the allowed burst beside plain loops, the speed without limits, the
 * worker's memory, the cost per record. Profiles come in as a CSV file over the public API; web and worker, the sandbox and
 * PostgreSQL are processes of their own. Prints tables and, last, one JSON object; ends with 1 where a bar is missed.
 *
 * `--quick`: small sizes, a few minutes. `--only burst|speed|memory|cost`. `--records N`: of speed, memory and cost.
 */
const parts = ['burst', 'speed', 'memory', 'cost'] as const
const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, records: { type: 'string' } },
})
const chosen = values.only === undefined ? parts : parts.filter((part) => part === values.only)
const given = values.records === undefined ? undefined : Number(values.records)
if (chosen.length === 0 || (given !== undefined && !(Number.isInteger(given) && given > 0))) {
  console.error('npm run bench:import -- [--quick] [--only burst|speed|memory|cost] [--records N]')
  process.exit(2)
}

const sizes = values.quick
  ? { burstSeconds: 8, speed: 10_000, memory: 10_000, cost: 20_000 }
  : { burstSeconds: 25, speed: 40_000, memory: 50_000, cost: 100_000 }
// The three cells of the diagonal.
const cells = values.quick ? allCells.filter((_, index) => index % 4 === 0) : allCells
const figures: Record<string, unknown> = {}
const bars: Bar[] = []

const ground = await prepareGround()
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void ground.stop().then(() => process.exit(1)))
try {
  if (chosen.includes('burst')) {
    const burst = await benchBurst(ground, { seconds: sizes.burstSeconds, cells })
    console.table(burst.cells)
    figures['burst'] = burst.cells
    bars.push(...burst.bars)
  }
  if (chosen.includes('speed')) {
    const { speed, bars: own } = await benchSpeed(ground, given ?? sizes.speed)
    console.table([{ ...speed, ...speed.cpuMsPerRow, cpuMsPerRow: undefined }])
    figures['speed'] = speed
    bars.push(...own)
  }
  if (chosen.includes('memory')) {
    const { memory, bars: own } = await benchMemory(ground, given ?? sizes.memory)
    console.table([{ ...memory, fifths: memory.fifths.join(' ') }])
    figures['memory'] = memory
    bars.push(...own)
  }
  if (chosen.includes('cost')) {
    const size = given ?? sizes.cost
    const { costs, bars: own } = await benchCost(ground, { records: size, existing: size })
    console.table(costs)
    figures['cost'] = costs
    bars.push(...own)
  }
} finally {
  await ground.stop()
}
console.table(bars)
console.log(JSON.stringify({ ...figures, bars }))
if (bars.some(({ met }) => !met)) process.exitCode = 1
