import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const chunkLength = 65_536

/** Writes text piece by piece: memory does not grow with the file. An existing file is replaced. */
export async function writeText(path: string, pieces: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunked(pieces)), createWriteStream(path))
}

function* chunked(pieces: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
