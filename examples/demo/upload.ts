import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Upload } from 'tus-js-client'
import { DemoFailure } from './failure.ts'

const chunkBytes = 16 * 1024 * 1024

/** The files of a folder and of those below it, hidden ones left out, in the order of their names. Throws `DemoFailure`. */
export async function listFiles(directory: string): Promise<string[]> {
  const isFolder = await stat(directory).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new DemoFailure(`There is no folder ${directory}.`)
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
  if (files.length === 0) throw new DemoFailure(`There are no files in ${directory}.`)
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** Uploads one file by tus; goes on where it was when the connection breaks. */
export function uploadFile(
  path: string,
  {
    appUrl,
    migrationId,
    bearer,
    signal,
  }: { appUrl: string; migrationId: string; bearer: () => Promise<string>; signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(path), {
      endpoint: `${appUrl}/api/uploads`,
      chunkSize: chunkBytes,
      metadata: { filename: basename(path), migrationId },
      onBeforeRequest: async (request) => request.setHeader('Authorization', `Bearer ${await bearer()}`),
      onSuccess: () => resolve(),
      onError: (error) => reject(new DemoFailure(`${basename(path)} could not be uploaded: ${error.message}`)),
    })
    signal.addEventListener('abort', () => void upload.abort().then(() => reject(signal.reason)), { once: true })
    upload.start()
  })
}
