import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { campaigns } from './campaigns.ts'
import { catalogue } from './catalogue.ts'
import { clientsRu } from './clients-ru.ts'
import { channels } from './handoff/channels.ts'
import { controlGroups } from './handoff/control-groups.ts'
import { forms } from './handoff/forms.ts'
import { scenarios } from './handoff/scenarios.ts'
import { templates } from './handoff/templates.ts'
import { orders } from './orders.ts'
import { products } from './products.ts'
import { profileExport } from './profile-export.ts'
import { dynamicSegments, segmentMembers } from './segments.ts'
import { sizesFor } from './sizes.ts'
import { writeText } from './write/file.ts'
import { apiEnvelope, jsonArray, ndjson } from './write/json.ts'
import { writeZip } from './write/zip.ts'

/**
 * Writes the whole account into a directory, made if missing; files of the same names are replaced. The same seed and
 * number of records give the same bytes everywhere. Everything but the small zip is streamed, so memory stays flat.
 */
export async function writeAccount(directory: string, records: number, seed: number): Promise<void> {
  const sizes = sizesFor(records)
  const secondPartEnd = sizes.firstPart + sizes.secondPart
  const files: Record<string, Iterable<string>> = {
    '1_database_export.csv': profileExport(seed, sizes, 0, sizes.firstPart),
    '1_database_export_part2.csv': profileExport(seed, sizes, sizes.firstPart, secondPartEnd),
    'clients_ru.csv': clientsRu(seed, sizes),
    'catalog.yml': catalogue(seed, sizes),
    'products.json': jsonArray(products(seed, sizes)),
    'orders.json': apiEnvelope(orders(seed, sizes, 0, sizes.orders)),
    'orders_2026.ndjson': ndjson(orders(seed, sizes, sizes.orders, sizes.orders + sizes.ordersRecent)),
    'campaigns.json': apiEnvelope(campaigns(seed, sizes)),
    'segment_vip.csv': segmentMembers(seed, sizes, 'vip', 0.06),
    'segment_spring_2026.csv': segmentMembers(seed, sizes, 'spring 2026', 0.11),
    'segments.json': apiEnvelope(dynamicSegments),
    'control_groups.json': jsonArray(controlGroups, 'control_groups'),
  }
  await mkdir(directory, { recursive: true })
  for (const [name, pieces] of Object.entries(files)) await writeText(join(directory, name), pieces)
  await writeZip(join(directory, 'handoff.zip'), {
    'scenarios.json': jsonArray(scenarios, 'workflows'),
    'templates.json': apiEnvelope(templates),
    'channels.json': jsonArray(channels, 'channels'),
    'forms.json': jsonArray(forms, 'forms'),
  })
}
