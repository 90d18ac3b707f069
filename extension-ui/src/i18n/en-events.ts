/** Codes of the server about events, notes and files of the export. */
export const enEvents = {
  diff: { timeline: 'The history of events is moved in another way.' },
  event: {
    no_person: 'Events name nobody: neither a profile nor an e-mail address.',
    type_missing: 'Events do not say what happened.',
    time_invalid: 'The time of events is missing or could not be read.',
    test: 'Test events are skipped.',
    profile_missing: 'Events name a profile that no file holds. Export that profile as well.',
    of_test_profile: 'Events of Altcraft test profiles are skipped.',
    waits_for_person: 'Events wait for a person that was not imported. Import the person, and the events follow.',
    timeline_too_long:
      'A person has more events than 999 notes can tell. Choose another history for the plan, or none.',
  },
  note: {
    no_owner: 'Notes name neither a person, nor an order, nor a company.',
    text_missing: 'Notes have no text.',
    profile_missing: 'Notes name a profile that no file holds. Export that profile as well.',
    of_test_profile: 'Notes about Altcraft test profiles are skipped.',
    waits_for_person: 'Notes wait for a person that was not imported. Import the person, and the notes follow.',
    order_missing: 'Notes name an order that no file holds. Export that order as well.',
    waits_for_deal: 'Notes wait for an order that was not imported. Import the order, and the notes follow.',
    organization_missing: 'Notes name only a company that is not in Pipedrive.',
    too_long: 'Notes are longer than 999 notes of Pipedrive can hold.',
    edited_in_pipedrive:
      'People changed a note in Pipedrive that we wrote before, so it was left as it is. What is new in the export is not in it: add it by hand.',
  },
  attachment: {
    no_owner: 'Files name neither a person, nor an order, nor a company.',
    path_missing: 'Rows of the list of files name no file.',
    not_in_archive:
      'Files of the list are in none of the uploaded archives. Put them into an archive and upload it, then import these rows again.',
    several_in_archive:
      'Several uploaded files fit one row of the list. Write the whole path into the list, so that only one fits.',
    empty: 'Files without content are not taken by Pipedrive.',
    too_large: 'Files of more than 50 MB are not taken by Pipedrive.',
    unreadable:
      'Files could not be taken out of their archive: it was removed or is damaged. Upload it again, then import these rows again.',
    profile_missing: 'Files name a profile that no file holds. Export that profile as well.',
    of_test_profile: 'Files of Altcraft test profiles are skipped.',
    waits_for_person: 'Files wait for a person that was not imported. Import the person, and the files follow.',
    order_missing: 'Files name an order that no file holds. Export that order as well.',
    waits_for_deal: 'Files wait for an order that was not imported. Import the order, and the files follow.',
    organization_missing: 'Files name only a company that is not in Pipedrive.',
  },
}
