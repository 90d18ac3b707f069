import { enBudget } from './en-budget.ts'
import { enDelta } from './en-delta.ts'
import { enEvents } from './en-events.ts'
import { enFields } from './en-fields.ts'
import { enGates } from './en-gates.ts'
import { enPlan } from './en-plan.ts'
import { enRetry } from './en-retry.ts'
import { enUndo } from './en-undo.ts'

/** What the server's codes mean, by their dotted names: what happened, and what to do now. */
export const enCodes = {
  ...enPlan,
  gate: enGates.gate,
  delta: enDelta.delta,
  match_rule: enDelta.match_rule,
  record: enDelta.record,
  record_question: enDelta.record_question,
  event: { ...enEvents.event, ...enGates.attached },
  note: { ...enEvents.note, ...enGates.attached },
  attachment: { ...enEvents.attachment, ...enGates.attached },
  diff: { ...enPlan.diff, ...enDelta.diff, ...enEvents.diff },
  field: enFields,
  undo: enUndo,
  retry: enRetry.retry,
  remediation: enRetry.remediation,
  network: 'The importer cannot be reached. Check your connection and try again.',
  unexpected: 'The importer gave an answer that was not understood (status {{status}}). Try again in a minute.',
  internal: 'Something went wrong in the importer. Try again; if it stays, tell support.',
  user: 'Paused by a person. Resume when you like.',
  request: {
    ...enBudget.request,
    invalid: 'The importer did not accept this request. Reload the page and try again.',
    too_many: 'Too many requests at once. Wait a minute and try again.',
    malformed: 'The importer did not understand this request. Reload the page and try again.',
    media_type: 'The importer did not understand this request. Reload the page and try again.',
    too_large: 'This is more than the importer takes at once. Send less and try again.',
  },
  session: {
    not_installed: 'The app is not connected for your Pipedrive user.',
    invalid: 'Your session was not accepted. Reload the page.',
    missing: 'Your session was not accepted. Reload the page.',
    expired: 'Your session is over. Reload the page.',
    token_invalid: 'Pipedrive’s signature was not accepted. Reload the page; if it stays, tell support.',
    token_expired: 'Pipedrive’s signature is too old. Reload the page.',
  },
  oauth: {
    reconnect: 'Access to your Pipedrive account was revoked. Connect again, then resume.',
    uninstalled: 'The app was uninstalled from Pipedrive. Install it again, then resume.',
    client_refused:
      'Pipedrive does not accept the importer’s own credentials. Whoever runs it must correct them; then resume.',
    unavailable: enBudget.oauthUnavailable,
    unusable_answer: 'Pipedrive’s sign-in gave an answer that was not understood. Try again in a minute.',
  },
  company: {
    not_open:
      'Your Pipedrive account is not open for API use (unpaid or closed). Settle this in Pipedrive, then resume.',
  },
  traffic: {
    blocked: 'Pipedrive has blocked our requests for a while. Wait an hour, then resume.',
    redirected: 'Pipedrive’s address has changed. Connect again, then resume.',
  },
  permission: {
    missing:
      'Your Pipedrive user lacks a permission that the import needs ({{message}}). Ask an admin for it, then resume.',
  },
  plan: {
    no_files: 'There is no file that was read. Upload the export first.',
    files_not_ready: 'Some files are still being uploaded or read: {{files}}. Wait until that is done, or remove them.',
    cap: 'A limit of your Pipedrive plan is reached: {{message}}. Make room or upgrade, then resume.',
    confirmed: 'This plan is confirmed and can no longer be changed. Begin a new migration for other files or answers.',
    changed:
      'Somebody changed the plan meanwhile, so this was not done. Look at the plan as it is now, then do it again.',
    format_unknown:
      'This plan was made by another version of the importer and cannot be used by this one. Propose it again, or have the importer updated.',
    version_unknown: 'The plan has no version {{version}}. Reload the page.',
    version_empty: 'Version {{version}} of the plan was never worked out, so there is nothing to show.',
    files_changed: 'The files were changed since the plan was proposed. Propose it again, then go on.',
    not_proposed: 'There is no plan to answer or to confirm yet. Propose one first.',
    not_confirmed: 'The plan is not confirmed yet. Confirm it first, then start the import.',
    values_open:
      'Some values of the export have no meaning yet (values: {{count}}; maps: {{maps}}). Decide them one by one, or say what becomes of all the others; then confirm the plan.',
    values_not_listed:
      'A column has more than {{limit}} different values, so not all can be listed: {{columns}}. Say what becomes of the others.',
    owners_deactivated:
      'Users who are deactivated in Pipedrive cannot own anything: {{owners}} ({{count}} in all). Say who takes over, or reactivate them and propose the plan again.',
    users_hidden:
      'Your Pipedrive user may not see other users, so owners may not be found or assigned ({{columns}}). Ask an admin for the permission, or let an admin do the migration.',
    close_times_not_allowed:
      'Your Pipedrive user may not set when a deal was closed: won and lost deals get the time of the import. Ask an admin for the permission “Edit deal closed date”, then propose the plan again.',
    close_times_from:
      'Won and lost deals of {{file}} get the time in {{columns}}; where it is empty, that of creation.',
    close_times_from_creation:
      'No column of {{file}} says when a deal was won or lost: such deals get the time of their creation.',
    currency_unknown:
      'Values of {{file}} are no currency that is known: {{values}} ({{count}} in all). Say which currencies they are, or such rows fail.',
    currency_inactive:
      'Currencies of the export are not active in Pipedrive: {{codes}}. Ask an admin to add them in Settings › Company › Currencies before the import.',
    columns_not_written:
      'Columns are recognised, but this version does not write them to Pipedrive: {{columns}} ({{count}} in all). Choose a custom field for each that you want to keep.',
    questions_open: 'Some questions of the plan have no answer yet. Answer all of them, then confirm the plan.',
  },
  budget: enBudget.budget,
  settings: enBudget.settings,
  run: {
    cannot_pause: 'The import cannot be paused now.',
    cannot_resume: 'The import cannot be resumed now.',
    overtaken:
      'The import cannot go on where it stopped: another one has worked since. Start a new import; it finds what is already in Pipedrive.',
    cannot_cancel: 'The import cannot be cancelled now.',
    another_is_active: enBudget.anotherIsActive,
    unknown: 'This import does not exist any more. Reload the page.',
    not_finished: 'The import is still going on. Its report is there when it has finished.',
  },
  migration: { unknown: 'This migration does not exist any more. Reload the page.' },
  pipedrive: {
    400: 'Pipedrive did not accept the record.',
    404: 'The record does not exist in Pipedrive any more.',
    410: 'The record was deleted in Pipedrive.',
    422: 'Pipedrive could not process the record.',
    unavailable: enBudget.unavailable,
    unreachable: enBudget.unreachable,
  },
  upload: {
    malformed: 'The importer did not accept this upload. Reload the page and choose the file again.',
    filename_missing: 'The file has no name that can be used. Rename it and upload it again.',
    abandoned: 'The upload was never finished. Upload the file again.',
    disk_full: 'The importer’s disk is full. Whoever runs it must make room; then the upload goes on where it stopped.',
    failed: 'The upload was interrupted. Try again; it goes on where it stopped.',
    finished: 'This upload is finished already. Reload the page.',
    too_large: 'The file {{name}} is too large. Split the export, or upload it packed as ZIP or GZ.',
    unknown: 'This upload does not exist any more. Upload the file again.',
    wrong_offset: 'Another window sends this file too. Wait until it is done, or try again.',
    length_required:
      'The importer did not accept this upload: it does not say how large the file is. Reload the page and choose the file again.',
    metadata_invalid:
      'The importer did not accept this upload: its description cannot be read. Reload the page and choose the file again.',
    migration_missing:
      'The importer did not accept this upload: it does not say for which migration it is. Reload the page and choose the file again.',
    not_resumable_client: 'The importer did not accept this upload. Reload the page and choose the file again.',
  },
  file: {
    preview_failed: 'The first rows could not be read. Try again; if it stays, tell support.',
    reader_failed:
      'This file could not be read: it needs more memory or time than there is. Split it, or save it as CSV, and upload it again.',
    is_member: 'This is part of an archive or workbook. Remove that as a whole, or upload one without this part.',
    not_being_read: 'This file is not being read any more.',
    no_bytes: 'The bytes of this file are not there. Upload it again.',
    empty: 'The file is empty. Export it from Altcraft again.',
    no_rows:
      'The file has column names but no rows below them. Export it again, or remove it if there is nothing to move.',
    binary:
      'This is no table but something else, such as a picture, a document or a program, whatever its name says. Export the data from Altcraft as CSV, JSON or XLSX.',
    not_json:
      'The file breaks off or is damaged near line {{line}}, so nothing of it was kept. Export it from Altcraft again.',
    not_a_table:
      'No table or list of records was found in this file. Check whether it is the right one, or export it from Altcraft again.',
    unknown_encoding:
      'The letters of this file cannot be recognised. Open “How it was read” and choose the sample that looks right, or export the file again as UTF-8.',
    bad_archive: 'The archive is damaged or was not downloaded whole. Get or pack it again and upload that.',
    archive_too_deep: 'This archive lies too deep in other archives. Unpack it and upload the files.',
    archive_bomb: 'The archive grows far too large when unpacked. Upload the files without packing them.',
    archive_too_large:
      'The archive holds more than can be unpacked here. Upload its files one by one, or in several smaller archives.',
    archive_method:
      'A file in the archive is packed by {{method}}, which is not read (Windows does that with files over 2 GB). Upload the file itself, or packed as GZ or by 7-Zip as ZIP with Deflate.',
    encrypted: 'The file has a password, so it cannot be read. Save or pack it without a password and upload that.',
    bad_workbook:
      'The workbook is damaged (in {{part}}). Open it in Excel, save it again as XLSX, or save the sheet as CSV, and upload that.',
    workbook_too_large:
      'The workbook holds more text than can be read at once. Save each sheet as CSV and upload those.',
    not_xml:
      'The file breaks off or is damaged near line {{line}}, character {{column}}, so nothing of it was kept. Export it from Altcraft again.',
    xml_part_too_large:
      'Something near line {{line}} begins and does not end, so nothing of the file was kept. Export it from Altcraft again.',
    too_deep:
      'The file holds lists within lists, more than {{limit}} deep, so it was not read. Export the records as a plain list.',
    too_many_columns:
      'The table has more than {{limit}} columns, or their names are too long. Export fewer fields; ids belong into values, not into the names of fields.',
    unsupported_format:
      '{{found}} is a format that is not read. Open the file in its program, save it as {{saveAs}} or CSV, and upload that.',
    duplicate: 'It is the same file as {{name}} and is used once. You can remove this one.',
    unknown: 'This file does not exist any more. Reload the page.',
    in_use: 'A confirmed plan uses the files of this migration; they can no longer be changed. Begin a new migration.',
    replaced_in_use:
      'It came to replace {{name}}, but a confirmed plan uses that by now. {{name}} stays as it is; begin a new migration for the new file.',
    empty_archive: 'There is no file in the archive. Pack it again.',
    unsupported_format_ZIP: '{{found}} archives are not read. Unpack it, and upload the files or pack them as ZIP.',
    reader_failed_memory:
      'This file needs more memory than there is, so it could not be read. Split it, or save it as CSV, and upload that.',
    reader_failed_time:
      'Reading this file took too long and was given up. Split it, or save it as CSV, and upload that.',
    reader_failed_crash:
      'Something went wrong in the importer while it read this file. Read it again; if it stays, tell support.',
  },
  read: {
    no_header:
      'The first row is data, so the columns are called Column 1, Column 2 and so on. If a line holds their names, say which under “How it was read”.',
    lines_above_header:
      'Lines above the column names were passed over: {{lines}}. If the names stand elsewhere, say where under “How it was read”.',
    renamed_columns:
      'Columns without a name, or with one that occurs twice, were renamed: {{columns}}. Check what they hold.',
    unsure_encoding:
      'It is not certain that the letters were read right (as {{encoding}}). If names look wrong, open “How it was read” and choose other letters there.',
    double_encoded:
      'Letters of this file are garbled: it is UTF-8 that some program took for {{encoding}} and saved again (different words that show it: {{words}}). Nothing was repaired. Export the file again, or convert it back before uploading.',
    unsure_delimiter:
      'Cells were divided at "{{delimiter}}", but these fit nearly as well: {{alternatives}}. If the columns are cut wrong, open “How it was read” and choose another.',
    other_lists:
      'Only one list of the file was read. It holds others: {{lists}}. Save each as a file of its own and upload it.',
    hidden_sheets:
      'Hidden sheets were not read: {{sheets}}. If they are needed, unhide them in Excel, save the workbook and replace this one.',
    empty_sheets: 'Sheets without values were left out: {{sheets}}.',
    formulas_without_result:
      'Formulas without a stored result are read as empty ({{cells}}). Open the workbook in Excel, save it and upload it again.',
  },
  row: {
    ...enRetry.row,
    too_few_cells: 'Rows have fewer cells than there are columns. Correct them in the file and upload it again.',
    too_many_cells: 'Rows have more cells than there are columns. Correct them in the file and upload it again.',
    unclosed_quote: 'Rows open a quotation mark and never close it. Correct them in the file and upload it again.',
    not_json: 'Lines are damaged: they are not valid JSON. Export the file from Altcraft again and upload that.',
    not_an_object:
      'Lines hold a single value where a record with fields is expected. Export the file from Altcraft again and upload that.',
    too_large: 'Rows are too large to be read. Take out what is too long and upload the file again.',
    too_deep: 'Rows hold lists in lists, too deep to be read. Correct them in the file and upload it again.',
    bad_encoding:
      'Rows have characters that do not fit the other letters of the file. Open “How it was read” and choose another sample, or export the file again as UTF-8.',
  },
  dataset: {
    unknown: 'This file was read again meanwhile. Close this window and open it again.',
    not_in_plan: 'Rows of a file that the plan leaves out were skipped.',
  },
  profile: {
    test: 'Test profiles of Altcraft are skipped.',
    no_email: 'Profiles without a usable e-mail go to the remediation file.',
  },
  email: {
    missing: 'Profiles have no e-mail.',
    malformed: 'E-mails are malformed and were left out.',
    placeholder: 'E-mails are placeholders that Altcraft made up.',
  },
  id: {
    rounded:
      'Ids were rounded by a spreadsheet (as 1.23E+11), so that different records look like one. Export the file again and upload it without opening it in a spreadsheet.',
  },
  phone: {
    invalid: 'Phone numbers do not exist in this form and were left out.',
    rounded: 'Phone numbers were rounded by a spreadsheet and were left out. Export the file again.',
  },
  date: {
    invalid: 'Dates could not be read and were left out.',
    two_digit_year:
      'Dates have years of two digits and were left out, as their century is not known. Write years with four digits and upload the file again.',
  },
  time: { invalid: 'Times of day could not be read and were left out.' },
  currency: { unknown: 'Amounts have a currency that is not known and were left out.' },
  number: { invalid: 'Numbers could not be read and were left out.' },
  option: { unknown: 'Values that are none of the field’s options were left out.' },
  value: {
    rejected:
      'Rows hold a value that cannot be read, in a column that is set to reject such rows. Correct them in the file and import that, or change the column’s setting in a new migration.',
    unreadable: 'Values could not be read by the steps of their column.',
  },
  transform: {
    column_unknown: 'The file has no column {{column}}. Begin with a step that makes a value of other columns.',
    target_unknown: 'Columns of this file cannot go to {{target}}. Choose another place for the column.',
    unusable:
      'This step cannot work with “{{value}}”. Choose a value that exists: a column of this file, a country, a time zone, or a valid path.',
  },
  text: { cut: 'Texts were too long for their field and were cut.' },
  owner: { unknown: 'The owner is no user of Pipedrive; the chosen substitute became the owner.' },
  person: {
    ...enDelta.person,
    ...enGates.person,
    waits_for_organization: 'Persons wait for an organization that was not imported.',
  },
  product: {
    code_missing: 'Products have no code.',
    name_missing: 'Products have no name.',
  },
  variant: { code_missing: 'Variants without a code were left out.' },
  price: { invalid: 'Prices could not be read and were left out.' },
  order: {
    ...enGates.order,
    id_missing: 'Orders have no number.',
    currency_unknown: 'The currency of orders is unknown.',
    status_missing: 'Orders have no status.',
    status_unknown:
      'The order status is none that is known. It was taken as the plan says; where the plan says nothing, the row failed: say in the plan what it means.',
    line_invalid: 'The lines of orders could not be read.',
    line_currency: 'Lines are in another currency than their order.',
    line_without_product: 'Lines name no product.',
    line_price_rounded: 'A line’s price does not divide evenly; the total is kept to the cent.',
    empty_line: 'Lines without a quantity were left out.',
    lines_failed: 'Pipedrive did not accept the lines of orders.',
    rounding_line: 'The lines do not add up to the total; the difference became a visible line of the deal.',
    discount_invalid: 'The discount could not be read; the difference to the total became a visible line of the deal.',
    line_part_invalid: 'The discount or tax of lines could not be read.',
    delivery_invalid: 'The delivery cost could not be read.',
    total_missing: 'Orders have no total.',
    total_invalid: 'The total of orders could not be read.',
    profile_missing: 'Orders name a profile that no file holds. Export that profile as well.',
    product_missing: 'Orders name a product that no file holds. Export the catalogue with it.',
    of_test_profile: 'Orders of Altcraft test profiles are skipped.',
    waits_for_person: 'Orders wait for a person of the remediation file.',
  },
  campaign: {
    ...enGates.campaign,
    id_missing: 'Campaigns have no id.',
    currency_unknown: 'The currency of campaigns is unknown.',
    status_unknown:
      'The campaign status is none that is known, so the deal got what the plan says of all others, or stayed open.',
    revenue_invalid: 'The revenue of campaigns could not be read.',
    line_invalid: 'The products of campaigns could not be read.',
    lines_failed: 'Pipedrive did not accept the products of campaign deals.',
    product_missing: 'Campaigns name a product that no file holds. Export the catalogue with it.',
    rounding_line: 'The products do not add up to the revenue; the difference became a visible line of the deal.',
    no_revenue: 'Campaigns without revenue or orders do not become deals.',
  },
  member: {
    ...enGates.member,
    no_key: 'Segment members have neither id nor e-mail.',
    no_segment: 'Segment members belong to no named segment.',
    profile_missing: 'Segment members are profiles that no file holds.',
    is_test_profile: 'Segment members that are Altcraft test profiles are skipped.',
    waits_for_person: 'Segment members wait for a person of the remediation file.',
  },
  verify: { difference: 'What was read back differs from what was written.' },
  value_map: {
    unknown: 'The plan has no such list of values any more. Reload the page.',
    unknown_value: 'The export does not have the value “{{value}}” any more. Reload the page.',
    not_a_choice: 'The value “{{value}}” cannot become “{{decision}}”. Choose one of the offered.',
    not_empty:
      'The value “{{value}}” must become something here, its cells cannot stay empty. Choose one of the offered.',
  },
  title: {
    empty: 'The title is empty. Write it, or go back to the titles of the export.',
    too_long: 'The template is longer than {{limit}} characters. Shorten it.',
    unknown_placeholder:
      '{{placeholder}} is neither a column of the file nor one of these: {{known}}. Correct what stands in braces.',
  },
  answer: {
    empty: 'The answer is empty. Write it, or take the proposal.',
    not_an_option: 'This answer is none of those offered. Choose one of: {{options}}.',
    unknown_question: 'The plan does not ask this any more. Reload the page and look at the questions again.',
  },
  burst: enBudget.burst,
  install: {
    bad_state: 'The installation took too long or was begun in another browser. Begin it again from Pipedrive.',
  },
  uninstall: {
    not_authentic: 'This notice of an uninstallation does not come from Pipedrive, so nothing was done.',
  },
  route: {
    unknown: 'The importer has nothing at this address. Reload the page; if it stays, tell support.',
  },
  rows: {
    none: 'There are no such rows to download.',
  },
}
