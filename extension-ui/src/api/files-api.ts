import type { Dataset, Preview, ReadingChoice, RejectedPage, SourceFile } from './file-types.ts'

export interface FilesApi {
  files(migrationId: string): Promise<SourceFile[]>
  /** The first rows as they would be read with `choice`. */
  preview(migrationId: string, fileId: string, choice: ReadingChoice, signal: AbortSignal): Promise<Preview>
  /** Keeps how a file is to be read and has it read again. */
  chooseReading(migrationId: string, fileId: string, choice: ReadingChoice): Promise<void>
  readAgain(migrationId: string, fileId: string): Promise<void>
  /** Stops the reading; the file stays. */
  stopReading(migrationId: string, fileId: string): Promise<void>
  removeFile(migrationId: string, fileId: string): Promise<void>
  dataset(migrationId: string, datasetId: string): Promise<Dataset>
  /** Rows that could not be read, behind the row number `after`. */
  rejectedRows(migrationId: string, datasetId: string, after: number): Promise<RejectedPage>
}

/** Sends with a bearer and rejects with `ApiError` where the answer is not a success. */
export type Authorized = (path: string, init?: RequestInit) => Promise<Response>

/** What the server knows of uploaded files, and what it does with them. */
export function makeFilesApi(authorized: Authorized): FilesApi {
  async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await authorized(path, signal && { signal })).json()
  }

  /** An order whose answer says nothing. */
  async function order(method: string, path: string, body?: object): Promise<void> {
    const init = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    await authorized(path, { method, ...init })
  }

  return {
    files: async (id) => (await get<{ files: SourceFile[] }>(`/api/migrations/${id}/files`)).files,
    preview: (id, fileId, choice, signal) => get(`${toPath(id, fileId)}/preview?${toQuery(choice)}`, signal),
    chooseReading: (id, fileId, choice) => order('PUT', `${toPath(id, fileId)}/choice`, choice),
    readAgain: (id, fileId) => order('POST', `${toPath(id, fileId)}/read`),
    stopReading: (id, fileId) => order('POST', `${toPath(id, fileId)}/cancel`),
    removeFile: (id, fileId) => order('DELETE', toPath(id, fileId)),
    dataset: (id, datasetId) => get(`/api/migrations/${id}/datasets/${datasetId}`),
    rejectedRows: (id, datasetId, after) =>
      get(`/api/migrations/${id}/datasets/${datasetId}/rejected?after=${after}&limit=50`),
  }
}

function toPath(migrationId: string, fileId: string): string {
  return `/api/migrations/${migrationId}/files/${encodeURIComponent(fileId)}`
}

function toQuery(choice: ReadingChoice): string {
  return new URLSearchParams(Object.entries(choice).map(([name, value]) => [name, String(value)])).toString()
}
