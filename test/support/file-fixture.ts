import { once } from 'node:events'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type {
  Dataset,
  Preview,
  ReadingChoice,
  RejectedPage,
  SourceFile,
} from '../../extension-ui/src/api/file-types.ts'

/** What the stand-in answers about files; tests change it while the panel looks. */
export interface FileFixtureState {
  preview(choice: ReadingChoice): Preview | { status: 'failed'; code: string; httpStatus: number }
  dataset: Dataset | undefined
  rejected(after: number): RejectedPage
  /** Instead of doing what was ordered. */
  orderError: { status: number; code: string } | undefined
  /** Instead of creating an upload. */
  uploadError: { status: number; code: string; detail?: object } | undefined
  /** How many of the next requests that send bytes lose their connection midway. */
  breaks: number
  /** Before bytes are acknowledged. */
  beforeBytes(offset: number): Promise<void>
}

export interface FileFixture {
  state: FileFixtureState
  /** `METHOD path body` of each order, in sequence. */
  orders: string[]
  /** Uploads as they arrived: metadata, and the bytes so far. */
  uploads: Map<string, { metadata: Record<string, string>; size: number; bytes: Buffer }>
  register(app: FastifyInstance): void
}

interface FileParams {
  id: string
  fileId: string
}

/** Plays the server’s routes for single files, datasets and uploads (tus 1.0). `onUploaded` puts a file into the list. */
export function makeFileFixture(onUploaded: (name: string, size: number) => void): FileFixture {
  const fixture: FileFixture = { state: calmState(), orders: [], uploads: new Map(), register }
  const { orders, uploads } = fixture

  function register(app: FastifyInstance): void {
    app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload))
    registerFiles(app)
    registerUploads(app)
  }

  function registerFiles(app: FastifyInstance): void {
    app.get<{ Params: FileParams; Querystring: Record<string, string> }>(
      '/api/migrations/:id/files/:fileId/preview',
      ({ query }, reply) => {
        const { headerLine, ...texts } = query
        const answer = fixture.state.preview({ ...texts, ...(headerLine && { headerLine: Number(headerLine) }) })
        return answer.status === 'failed' ? refuse(reply, answer.httpStatus, answer.code) : answer
      },
    )
    app.get('/api/migrations/:id/datasets/:datasetId', (_request, reply) => {
      return fixture.state.dataset ?? refuse(reply, 404, 'dataset.unknown')
    })
    app.get<{ Querystring: { after: string } }>('/api/migrations/:id/datasets/:datasetId/rejected', ({ query }) =>
      fixture.state.rejected(Number(query.after)),
    )
    app.put('/api/migrations/:id/files/:fileId/choice', takeOrder)
    app.post('/api/migrations/:id/files/:fileId/read', takeOrder)
    app.post('/api/migrations/:id/files/:fileId/cancel', takeOrder)
    app.delete('/api/migrations/:id/files/:fileId', takeOrder)
  }

  function takeOrder(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const body = request.body ? ` ${JSON.stringify(request.body)}` : ''
    orders.push(`${request.method} ${request.url.replace(/.*\/files\//, '')}${body}`)
    const { orderError } = fixture.state
    return orderError ? refuse(reply, orderError.status, orderError.code) : reply.code(204).send()
  }

  function registerUploads(app: FastifyInstance): void {
    app.post('/api/uploads', ({ headers }, reply) => {
      const { uploadError } = fixture.state
      if (uploadError) return refuse(reply, uploadError.status, uploadError.code, uploadError.detail)
      const id = `up_${uploads.size + 1}`
      const metadata = readMetadata(String(headers['upload-metadata']))
      uploads.set(id, { metadata, size: Number(headers['upload-length']), bytes: Buffer.alloc(0) })
      return tus(reply).code(201).header('location', `/api/uploads/${id}`).send()
    })
    app.head<{ Params: { id: string } }>('/api/uploads/:id', ({ params }, reply) => {
      const upload = uploads.get(params.id)
      if (!upload) return refuse(reply, 404, 'upload.unknown')
      return tus(reply).header('upload-offset', upload.bytes.length).header('upload-length', upload.size).send()
    })
    app.delete<{ Params: { id: string } }>('/api/uploads/:id', ({ params }, reply) => {
      uploads.delete(params.id)
      return tus(reply).code(204).send()
    })
    app.patch<{ Params: { id: string }; Body: AsyncIterable<Buffer> }>('/api/uploads/:id', async (request, reply) => {
      const upload = uploads.get(request.params.id)
      if (!upload) return refuse(reply, 404, 'upload.unknown')
      if (Number(request.headers['upload-offset']) !== upload.bytes.length) {
        return refuse(reply, 409, 'upload.wrong_offset')
      }
      if (fixture.state.breaks > 0) {
        fixture.state.breaks -= 1
        const [piece] = await once(request.raw, 'data')
        upload.bytes = Buffer.concat([upload.bytes, piece])
        reply.hijack()
        request.raw.socket.destroy()
        return
      }
      const taken: Buffer[] = []
      for await (const piece of request.body) taken.push(piece)
      upload.bytes = Buffer.concat([upload.bytes, ...taken])
      await fixture.state.beforeBytes(upload.bytes.length)
      if (upload.bytes.length === upload.size) onUploaded(upload.metadata['filename'] ?? '', upload.size)
      return tus(reply).code(204).header('upload-offset', upload.bytes.length).send()
    })
  }

  return fixture
}

/** Nothing is known of files, and all that is ordered and sent is taken. */
export function calmState(): FileFixtureState {
  return {
    preview: () => ({ status: 'rejected', code: 'file.empty', detail: {}, encodings: [] }),
    dataset: undefined,
    rejected: () => ({ rows: [], next: null }),
    orderError: undefined,
    uploadError: undefined,
    breaks: 0,
    beforeBytes: async () => undefined,
  }
}

/** A file as the server lists it right after its bytes have come. */
export function uploadedFile(name: string, size: number, like: SourceFile): SourceFile {
  const unread = { state: 'uploaded', kind: null, datasetId: null, rows: null, rejectedRows: null } as const
  return { ...like, id: `file_${name}`, name, sizeBytes: size, ...unread }
}

function readMetadata(header: string): Record<string, string> {
  const pairs = header.split(',').map((pair) => pair.split(' '))
  return Object.fromEntries(pairs.map(([key, value]) => [key, Buffer.from(value ?? '', 'base64').toString()]))
}

function tus(reply: FastifyReply): FastifyReply {
  return reply.header('tus-resumable', '1.0.0')
}

function refuse(reply: FastifyReply, status: number, code: string, detail: object = {}): FastifyReply {
  return reply.code(status).send({ error: { code, detail } })
}
