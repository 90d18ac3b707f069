import { readFile } from 'node:fs/promises'
import { startChild } from '../../../examples/demo/child.ts'
import { install } from '../../../examples/demo/install.ts'
import { makeSession } from '../../../examples/demo/session.ts'
import { startStack } from '../../../examples/demo/stack.ts'
import { freePort } from '../free-port.ts'

const requestBytes = 64 * 1024 ** 2

/**
 * Uploads `sizeBytes` of CSV to the real product, over the tus protocol as a browser does, and measures from the last byte
 * sent to the answer of the last request, and to the first rows shown. The rows of `sampleCsv` are repeated.
 */
export async function previewHugeFile(
  sampleCsv: string,
  sizeBytes: number,
): Promise<{ uploadSeconds: number; takenMs: number; previewMs: number; rowsShown: number }> {
  const port = await freePort()
  const appUrl = `http://127.0.0.1:${port}`
  const flags = ['--port', '0', '--auto-approve', '--app-url', appUrl]
  const sandbox = startChild('sandbox/main.ts', flags, process.env)
  const { signal } = new AbortController()
  try {
    const { url, clientId, clientSecret } = JSON.parse(await sandbox.firstLine())
    const credentials = { PIPEDRIVE_CLIENT_ID: clientId, PIPEDRIVE_CLIENT_SECRET: clientSecret }
    const limits = { MAX_UPLOAD_BYTES: String(sizeBytes) }
    const env = { ...process.env, ...credentials, ...limits, PORT: String(port), PUBLIC_URL: appUrl }
    const stack = await startStack(url, env, signal)
    try {
      const bearer = makeSession(stack, await install(stack.appUrl, stack.oauthUrl, signal))
      return await uploadAndLook(appUrl, bearer, await toPieces(sampleCsv), sizeBytes)
    } finally {
      await stack.stop()
    }
  } finally {
    await sandbox.stop()
  }
}

/** The first piece has the header; the others repeat whole rows. */
async function toPieces(sampleCsv: string): Promise<{ first: Buffer; more: Buffer }> {
  const sample = await readFile(sampleCsv)
  const headerEnd = sample.indexOf(10) + 1
  const rowsEnd = sample.lastIndexOf(10, requestBytes) + 1
  return { first: sample.subarray(0, rowsEnd), more: sample.subarray(headerEnd, rowsEnd) }
}

async function uploadAndLook(
  appUrl: string,
  bearer: () => Promise<string>,
  pieces: { first: Buffer; more: Buffer },
  sizeBytes: number,
) {
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${await bearer()}`, ...init.headers }
    const answer = await fetch(`${appUrl}${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const body = JSON.stringify({ name: 'Huge' })
  const json = { 'content-type': 'application/json' }
  const { id: migrationId } = await (await call('/api/migrations', { method: 'POST', body, headers: json })).json()
  const encode = (text: string) => Buffer.from(text).toString('base64')
  const metadata = `filename ${encode('profiles.csv')},migrationId ${encode(migrationId)}`
  const tus = { 'tus-resumable': '1.0.0' }
  const created = await call('/api/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(sizeBytes), 'upload-metadata': metadata },
  })
  const uploadPath = new URL(created.headers.get('location') ?? '', `${appUrl}/api/uploads`).pathname
  const startedAt = performance.now()
  let lastByteAt = startedAt
  for (let offset = 0; offset < sizeBytes; ) {
    const piece = (offset === 0 ? pieces.first : pieces.more).subarray(0, sizeBytes - offset)
    lastByteAt = performance.now()
    const headers = { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
    await call(uploadPath, { method: 'PATCH', headers, body: new Uint8Array(piece) })
    offset += piece.length
  }
  const takenAt = performance.now()
  const fileId = uploadPath.split('/').at(-1)
  const preview = await (await call(`/api/migrations/${migrationId}/files/${fileId}/preview`)).json()
  const shownAt = performance.now()
  await call(`/api/migrations/${migrationId}/files/${fileId}`, { method: 'DELETE' })
  return {
    uploadSeconds: Math.round((takenAt - startedAt) / 100) / 10,
    takenMs: Math.round(takenAt - lastByteAt),
    previewMs: Math.round(shownAt - lastByteAt),
    rowsShown: preview.rows.length,
  }
}
