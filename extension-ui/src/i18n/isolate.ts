/** A foreign text for use inside a sentence: its direction does not reorder what stands around it (Unicode FSI … PDI). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
