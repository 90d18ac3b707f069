import type { PlanDocument } from '../mapping/types.ts'

const labels: Record<PlanDocument['language'], string> = {
  en: 'Not in the latest export',
  ru: 'Нет в последней выгрузке',
}

/** Marks people that the latest export no longer has: an option of the segments field, and why a deal was closed. */
export function vanishedLabel(language: PlanDocument['language']): string {
  return labels[language]
}
