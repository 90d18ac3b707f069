/** Codes of the server about undoing an import. */
export const enUndo = {
  of_undo:
    'An undo cannot be undone. What was deleted can be restored in Pipedrive for 30 days; or run the import again.',
  unknown_phase: 'There is nothing of the phase “{{phase}}” that could be undone by itself.',
  unknown_record: 'This migration did not write that record in Pipedrive.',
  target_incomplete:
    'It is not said what to undo: a run, a phase of a run, or a record. Reload the page and try again.',
  nothing_imported: 'Nothing was imported yet, so there is nothing to undo.',
  not_an_undo: 'This run is an import, not an undo.',
  already_gone: 'It was deleted in Pipedrive already.',
  partly: 'Restored, except what people changed since: {{fields}}.',
  changed: 'Left as it is: people changed it in Pipedrive since ({{fields}}).',
  changed_somewhere: 'Left as it is: it was changed in Pipedrive since; in which field cannot be told.',
  has_lines: 'Left as it is: people added products to this deal (lines: {{lines}}).',
  has_children:
    'Left as it is: something that people added belongs to it (deals: {{deals}}, persons: {{persons}}, activities: {{activities}}, notes: {{notes}}, files: {{files}}).',
  needed:
    'Left as it is: imported records that stay refer to it (deals: {{deals}}, persons: {{persons}}, activities: {{activities}}, notes: {{notes}}, files: {{files}}).',
  in_use: 'Left as it is: people use it (records: {{records}}).',
  renamed: 'Left as it is: people gave it another name (“{{name}}”).',
}
