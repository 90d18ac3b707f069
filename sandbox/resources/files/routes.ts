import { ok } from '../../api/answer.ts'
import { type Call, pathId, type Routes } from '../../api/call.ts'
import { v1Page, v1PageKeys, v1Sort } from '../../api/pages-v1.ts'
import { present } from '../../api/present.ts'
import { Query } from '../../api/query.ts'
import { changes, text } from '../../api/read.ts'
import type { World } from '../../world/world.ts'
import { found } from '../records.ts'
import type { StoredFile } from './stored.ts'
import { toFileWire } from './wire.ts'
import { createFile } from './write.ts'

const maxPage = 100

export function fileRoutes(world: World): Routes {
  const wire = (call: Call) => (file: StoredFile) => toFileWire(call.company, file, world.url)
  return {
    'GET /api/v1/files': (call) => {
      const query = new Query(call.query, [...v1PageKeys, 'sort'])
      const live = call.company.files.all().filter((file) => !file.isDeleted)
      const sorted = v1Sort(live, query.text('sort'), {
        id: (file) => file.id,
        user_id: (file) => file.userId,
        add_time: (file) => file.addMs,
        update_time: (file) => file.updateMs,
        file_name: (file) => file.fileName,
        file_size: (file) => file.content.length,
      })
      return v1Page(sorted, query, wire(call), maxPage)
    },
    'POST /api/v1/files': async (call) => ok(wire(call)(await createFile(call.company, call.user, call.request))),
    'GET /api/v1/files/:id': (call) => ok(wire(call)(fileOf(call))),
    'GET /api/v1/files/:id/download': (call) => {
      const file = fileOf(call)
      return { status: 200, body: file.content, headers: { 'content-type': file.mediaType } }
    },
    'PUT /api/v1/files/:id': (call) => {
      const given = changes({ name: text(255, 1), description: text(1000) })(call.body, 'body')
      return ok(wire(call)(call.company.files.change(fileOf(call), present(given))))
    },
    'DELETE /api/v1/files/:id': (call) => ok({ id: call.company.files.remove(fileOf(call)).id }),
  }
}

const fileOf = (call: Call) => found(call.company.files.live(pathId(call, 'File')), 'File')
