/** What a file can be taken for, as the server knows it; `unknown` keeps its rows out of the import. */
export const kinds = [
  'profiles',
  'orders',
  'products',
  'campaigns',
  'campaign_metrics',
  'channel_reports',
  'segment_members',
  'segments',
  'suppression_lists',
  'control_groups',
  'subscriptions',
  'relations',
  'history',
  'goals',
  'loyalty_transactions',
  'promo_codes',
  'scenarios',
  'templates',
  'channels',
  'forms',
  'notes',
  'files',
  'unknown',
] as const

const importedKinds: readonly string[] = [
  ...['profiles', 'orders', 'products', 'campaigns', 'segment_members'],
  ...['history', 'goals', 'notes', 'files'],
]

/** Kinds that are read and counted, but not moved: their rows are kept for the handoff. */
export const handoffKinds: readonly string[] = kinds.filter((kind) => !importedKinds.includes(kind))

/** Encodings that the server reads, the likely ones first. */
export const encodings = [
  'utf-8',
  'windows-1251',
  'windows-1252',
  'utf-16le',
  'utf-16be',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'iso-8859-5',
  'x-mac-cyrillic',
  'windows-1250',
  'iso-8859-2',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'macintosh',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
] as const
