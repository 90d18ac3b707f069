/** Codes of the server about rows that are tried again or corrected. */
export const enRetry = {
  retry: {
    nothing_to_do:
      'There is nothing to try again: no row is failed or unprocessed any more. Reload the page to see how the rows stand.',
  },
  remediation: {
    follows_nothing:
      'Corrected rows belong to an earlier migration. Begin a new migration as a follow-up of that one and upload the corrected files there.',
  },
  row: {
    unknown: 'This import is not about row {{row}} of the file. Reload the page.',
    corrected: 'Rows were corrected in a file that was uploaded later; the corrected rows count.',
  },
}
