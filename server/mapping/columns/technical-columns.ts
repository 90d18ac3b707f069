import { normaliseColumn, systemFields } from '../../altcraft/captions.ts'
import type { DatasetKind } from '../../altcraft/types.ts'
import { reasonColumn, rowColumn } from '../../staging/row-file.ts'

/** Why a column stays out of Pipedrive although it holds data; it is kept with the source rows. */
const reasons = {
  /** A hash or id of Altcraft that means nothing outside it. */
  hash: 'mapping.technical_hash',
  /** An IP address, browser or position that Altcraft recorded for delivery. */
  address: 'mapping.technical_address',
  /** A flag or time that Altcraft keeps for its own deliveries. */
  system: 'mapping.technical_system',
  /** Shop data that changes daily or cannot be kept on a Pipedrive product. */
  shop: 'mapping.technical_shop',
  /** A setting of the mailing; it goes to the handoff. */
  schedule: 'mapping.technical_schedule',
}

const profileColumns: Map<string, string> = new Map([
  ...systemFields.map((name): [string, string] => [normaliseColumn(name), reasons.system]),
  ...all('xxh|md5|xxm|acid|hash id|subscription hash id|domaingroup|emaildomain|db id|list id|smid', reasons.hash),
  ...all(
    'regip|ip|ip address|ip адрес|the ip address of the reg|ip адрес рег|browser|os|is desktop|lat|lon|user agent',
    reasons.address,
  ),
])

const byKind: Partial<Record<DatasetKind, ReadonlyMap<string, string>>> = {
  profiles: profileColumns,
  orders: all('xxh|profile xxh|md5|hash id', reasons.hash),
  products: all(
    'pictures|picture|count|expiration time|delivery|store|pickup|bid|cbid|type|manufacturer warranty',
    reasons.shop,
  ),
  campaigns: all(
    'subid|for confirm|policy id|virtual sender id|data id|data type|sub cats filter|start schedule|content|message id|groups|resource id|limit',
    reasons.schedule,
  ),
}

/** The code of the reason why this column is technical, or undefined when it is not. */
export function technicalReason(kind: DatasetKind, column: string): string | undefined {
  if (ownColumns.has(column)) return 'mapping.own_column'
  return byKind[kind]?.get(normaliseColumn(column))
}

/** A corrected file comes back as it was downloaded. */
const ownColumns = new Set<string>([rowColumn, reasonColumn])

function all(names: string, reason: string): Map<string, string> {
  return new Map(names.split('|').map((name) => [name, reason]))
}
