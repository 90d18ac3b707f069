import type { SourceFile } from '../../src/api/file-types.ts'

/** A file with what stands below it: the members of an archive, the other parts of the export that it begins. */
export interface FileNode {
  file: SourceFile
  /** As it is called below what it lies in: without that one's name. */
  name: string
  below: FileNode[]
  /** How many files, sheets or lists lie directly in it. */
  members: number
  /** Into how many files its export is split; 0 where it is not, and on all but the first. */
  parts: number
  /** The first file of its export, where that does not stand directly above. */
  partOf: SourceFile | undefined
}

/**
 * The files as they belong together, in the order in which they came. A part stands below the first of its export where both
 * come from the same place, else in its own archive.
 */
export function toFileTree(files: readonly SourceFile[]): FileNode[] {
  const byId = new Map(files.map((file) => [file.id, file]))
  const leadOf = ({ partOf }: SourceFile) => (partOf === null ? undefined : byId.get(partOf))
  const partsOf = Map.groupBy(files, (file) => leadOf(file)?.id)
  const aboveOf = (file: SourceFile) => {
    const lead = leadOf(file)
    if (lead && lead.parentId === file.parentId) return lead.id
    return file.parentId !== null && byId.has(file.parentId) ? file.parentId : undefined
  }
  const below = Map.groupBy(files, aboveOf)
  const membersOf = Map.groupBy(files, ({ parentId }) => parentId)

  function toNode(file: SourceFile): FileNode {
    const lead = leadOf(file)
    const parts = partsOf.get(file.id)?.length ?? 0
    return {
      file,
      name: nameWithin(byId.get(file.parentId ?? ''), file),
      members: membersOf.get(file.id)?.length ?? 0,
      below: (below.get(file.id) ?? []).map(toNode),
      parts: parts === 0 ? 0 : parts + 1,
      partOf: lead && aboveOf(file) !== lead.id ? lead : undefined,
    }
  }
  return (below.get(undefined) ?? []).map(toNode)
}

/** All files of a branch, its own first. */
export function filesOf({ file, below }: FileNode): SourceFile[] {
  return [file, ...below.flatMap(filesOf)]
}

function nameWithin(parent: SourceFile | undefined, { name }: SourceFile): string {
  return parent && name.startsWith(`${parent.name}/`) ? name.slice(parent.name.length + 1) : name
}
