import { readFileSync } from 'node:fs'

/** CPU seconds that a process used: itself and the children that it waited for (fields 14 to 17 of /proc/[pid]/stat, proc(5)). */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the name in brackets and may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return ticks / ticksPerSecond
}

const ticksPerSecond = 100

/** The same of a process and of all its children that live now: of PostgreSQL, one per connection. */
export function cpuSecondsOfTree(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return children.map(Number).reduce((sum, child) => sum + cpuIfAlive(child), cpuSeconds(pid))
}

function cpuIfAlive(pid: number): number {
  try {
    return cpuSeconds(pid)
  } catch {
    return 0
  }
}

/** Resident memory now, in bytes (VmRSS of /proc/[pid]/status). */
export function residentBytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}
