import { type ByteSource, FileRejected } from '../../types.ts'

/** An archive may hold archives, these may not hold more. */
const deepest = 1

/** Throws `FileRejected` `file.archive_too_deep` when an archive lies too deep in others to be opened. */
export function assertDepth({ depth = 0 }: ByteSource): void {
  if (depth > deepest) throw new FileRejected('file.archive_too_deep')
}
