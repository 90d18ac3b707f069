/** Pipedrive has no boolean field: yes or no are the options of a single-option field, in this spelling. */
export const yesNoOptions: readonly string[] = ['Yes', 'No']

export function isYesNo(options: readonly string[]): boolean {
  return options.length === 2 && yesNoOptions.every((label) => options.includes(label))
}
