/** Codes of the server about planned custom fields. */
export const enFields = {
  unknown: 'The plan has no field “{{field}}” any more. Reload the page.',
  name_empty: 'The field has no name. Write one.',
  name_long: 'The name of the field “{{field}}” is longer than 255 characters. Shorten it.',
  name_taken:
    '“{{field}}” cannot have this name: another field has it. Choose another name, or use the field that is there.',
  type_fixed: 'The type of “{{field}}” follows from what the importer writes there and cannot be changed.',
  type_unfit: 'A field of this type cannot hold the values of “{{field}}”. Choose another type, or long text.',
  use_unknown: 'The field that was chosen for “{{field}}” is no longer in Pipedrive. Choose another one.',
  use_taken: 'The field that was chosen for “{{field}}” takes other values already. Choose another one.',
  use_unfit: 'The field that was chosen for “{{field}}” cannot hold its values. Choose another one, or a new field.',
  needed:
    '“{{field}}” needs a field of its own: by it, records are known again and not doubled when you import once more.',
  no_room:
    'Your Pipedrive plan has no room for “{{field}}” as a field of its own. Delete fields in Pipedrive and propose the plan again, or fold other fields.',
  too_many_options:
    'The field “{{field}}” would have {{options, number}} options; Pipedrive takes {{limit, number}}. Begin a new migration and make it a text field; or delete options in Pipedrive, then resume.',
  recreated:
    'Fields of Pipedrive that the plan counts on were deleted meanwhile; new ones were created in their place.',
  reason: {
    built_in: 'Pipedrive has a field of its own for this.',
    existing: 'The account has this field already.',
    object_map: 'The importer always keeps this with the records.',
    column: 'A column of the export has no other place.',
    decided: 'You decided so.',
    no_room: 'The limit of your Pipedrive plan leaves no room, and other fields are filled more often.',
  },
}
