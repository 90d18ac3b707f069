import { open } from 'node:fs/promises'
import { newDigest, type RunningDigest } from './running-digests.ts'

const readBytes = 1024 ** 2

/**
 * SHA-256 in hex of a whole file, which is flushed to disk first: a row must not promise bytes that a power cut takes back.
 * `running` spares reading the bytes that it covers, is not changed, and may be at work elsewhere. Rejects with `ENOENT`
 * when there is no file.
 */
export async function digestFile(path: string, running: RunningDigest = newDigest()): Promise<string> {
  const hash = running.hash.copy()
  const start = running.hashedBytes
  const file = await open(path, 'r+')
  try {
    await file.sync()
    for await (const chunk of file.createReadStream({ autoClose: false, start, highWaterMark: readBytes })) {
      hash.update(chunk)
    }
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}
