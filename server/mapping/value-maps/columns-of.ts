import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'

/** The columns of all files that go to one of the targets. */
export function columnsOf(
  drafts: readonly DatasetDraft[],
  targets: readonly string[],
): { draft: DatasetDraft; column: MappedColumn }[] {
  return drafts.flatMap((draft) =>
    targets.flatMap((target) => mappedColumns(draft, target).map((column) => ({ draft, column }))),
  )
}
