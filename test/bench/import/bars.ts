/** What a benchmark must reach. */
export interface Bar {
  name: string
  value: number
  must: string
  met: boolean
}

export function bar(name: string, value: number, rule: 'at least' | 'at most', limit: number): Bar {
  const met = rule === 'at least' ? value >= limit : value <= limit
  return { name, value, must: `${rule} ${limit}`, met }
}
