/** Codes of the server about gates between phases, and about rows that wait for another one. */
export const enGates = {
  gate: {
    differences:
      'The import stopped after $t(phase.{{phase}}), because more than you allow is not as in the export. Records planned: {{planned}}; refused by Pipedrive: {{refused}}; not there as they were written: {{different}}; wrong in the export: {{wrongInput}}; without an outcome: {{unaccounted}}. Look at them, then accept this to go on, or cancel.',
    changed: 'Something else was found meanwhile, so nothing was accepted. Look at what is there now, then accept it.',
    not_waiting: 'The import does not wait for your word there. Reload the page.',
  },
  person: {
    waits_for_organization_row: 'The person waits for an organization, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_organization_cell:
      'The person waits for an organization, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
  },
  order: {
    waits_for_person_row: 'The deal waits for a person, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_person_cell:
      'The deal waits for a person, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
    waits_for_product:
      'Orders wait for a product that is in the export and was not imported. Correct its row and import it.',
    waits_for_product_row: 'The deal waits for a product, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_product_cell:
      'The deal waits for a product, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
  },
  campaign: {
    waits_for_product:
      'Campaigns wait for a product that is in the export and was not imported. Correct its row and import it.',
    waits_for_product_row: 'The deal waits for a product, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_product_cell:
      'The deal waits for a product, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
  },
  member: {
    waits_for_person_row: 'The label waits for a person, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_person_cell:
      'The label waits for a person, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
  },
  /** Of events, notes and files. */
  attached: {
    waits_for_person_row: 'This waits for a person, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_person_cell: 'This waits for a person, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
    waits_for_deal_row: 'This waits for an order, row {{row}} of {{file}}: $t(code.{{code}})',
    waits_for_deal_cell: 'This waits for an order, row {{row}} of {{file}}, column “{{column}}”: $t(code.{{code}})',
  },
}
