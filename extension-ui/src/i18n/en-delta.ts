/** Codes of the server about records that were in Pipedrive before, and about newer exports. */
export const enDelta = {
  person: {
    same_name:
      'Pipedrive has a person with this name and no e-mail. Nothing was written yet: say whether it is the same person, then retry these rows.',
    same_name_created:
      'Pipedrive has a person with this name and no e-mail; another person was created beside it, as the plan says. Merge them in Pipedrive if they are the same.',
  },
  record: {
    deleted_in_pipedrive:
      'People deleted these records in Pipedrive after they were imported, so they were not brought back.',
    several_in_pipedrive:
      'Several records in Pipedrive are as good a match (e-mail, domain or code). The oldest was taken; merge the others with it in Pipedrive if they are the same.',
  },
  delta: {
    export_partial:
      'The newer export looks incomplete: it has {{left}} of the records that we know and lacks {{gone}}, and {{unreadRows}} of its rows could not be read. What it lacks is only listed. If the export is whole, say so and compare it again.',
  },
  match_rule: {
    unknown_field: 'The plan writes no field {{field}}. Reload the page and decide again.',
    not_a_choice:
      'The field {{field}} cannot have this rule: its values are added to those that are there, or left alone.',
  },
  record_question: {
    unknown: 'This question does not exist any more. Reload the page.',
    not_a_choice: 'This cannot be decided so. Choose one of the answers that are offered.',
  },
  diff: {
    match_rules: 'Records that are in Pipedrive already are updated by other rules.',
    same_name: 'People who share only their name with somebody in Pipedrive are treated otherwise.',
  },
}
