import { grouped } from './text.ts'
import type { RunView } from './views.ts'

const width = 24

/** `persons      ████████░░░░  640/1,235  52 rows/s  12 s left  3,200 API tokens`. */
export function progressLine({ phase, progress, ratePerSecond, etaSeconds, api, state, pause }: RunView): string {
  const { done = 0, total = 0 } = progress[phase ?? ''] ?? {}
  const filled = total === 0 ? 0 : Math.round((done / total) * width)
  const parts = [
    (phase ?? state).padEnd(16),
    '█'.repeat(filled) + '░'.repeat(width - filled),
    `${grouped(done)}/${grouped(total)}`,
    `${grouped(Math.round(ratePerSecond))} rows/s`,
    ...(etaSeconds === null ? [] : [`${grouped(Math.ceil(etaSeconds))} s left`]),
    `${grouped(api.apiTokens)} API tokens`,
    ...(state === 'paused' ? [`paused: ${pause?.code ?? ''}${pause?.until ? ` until ${pause.until}` : ''}`] : []),
  ]
  return parts.join('  ')
}

export interface ProgressBar {
  show(run: RunView): void
  end(): void
}

/** On a terminal one line that is rewritten; elsewhere a line per phase, per quarter of it, and per change of state. */
export function makeProgressBar(out: NodeJS.WriteStream): ProgressBar {
  let last = ''
  return {
    show(run) {
      const line = progressLine(run)
      if (out.isTTY) return void out.write(`\r\u001b[2K  ${line.slice(0, (out.columns || 120) - 3)}`)
      const { done = 0, total = 0 } = run.progress[run.phase ?? ''] ?? {}
      const milestone = `${run.phase} ${run.state} ${total === 0 ? 0 : Math.floor((done / total) * 4)}`
      if (milestone !== last) out.write(`  ${line}\n`)
      last = milestone
    },
    end() {
      if (out.isTTY) out.write('\n')
    },
  }
}
