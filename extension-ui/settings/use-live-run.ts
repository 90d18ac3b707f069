import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isFinished, type RunView } from '../src/api/types.ts'
import { type Channel, watchRun } from '../src/api/watch-run.ts'
import { useDeps } from '../src/ui/deps.ts'
import { storeRun } from './queries.ts'

/** Follows the run until it is finished or the part is unmounted, and tells how. */
export function useLiveRun(run: RunView): Channel {
  const { api } = useDeps()
  const client = useQueryClient()
  const [channel, setChannel] = useState<Channel>('live')
  const finished = isFinished(run)

  useEffect(() => {
    if (finished) return
    const stop = new AbortController()
    watchRun({
      api,
      runId: run.id,
      signal: stop.signal,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onRun: (next) => storeRun(client, next),
      onChannel: setChannel,
    })
    return () => stop.abort()
  }, [api, client, run.id, finished])
  return channel
}
