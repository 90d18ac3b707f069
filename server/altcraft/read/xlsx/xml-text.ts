/**
 * A text as it is meant: characters that XML cannot hold, and carriage returns, are written `_x000D_` in workbooks, and an
 * underscore before such a sequence `_x005F_` (ISO 29500-1, 22.9.2.19 ST_Xstring).
 */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
