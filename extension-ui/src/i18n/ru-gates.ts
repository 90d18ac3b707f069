/** Codes of the server about gates between phases, and about rows that wait for another one, in Russian. */
export const ruGates = {
  gate: {
    differences:
      'Импорт остановлен после этапа «$t(phase.{{phase}})»: отличий от выгрузки больше, чем вы разрешили. Записей по плану: {{planned}}; не принято Pipedrive: {{refused}}; в Pipedrive не то, что записано: {{different}}; ошибки в выгрузке: {{wrongInput}}; без итога: {{unaccounted}}. Посмотрите их, затем примите, чтобы продолжить, или отмените импорт.',
    changed: 'Тем временем найдено другое, поэтому ничего не принято. Посмотрите, что там сейчас, и примите снова.',
    not_waiting: 'Импорт не ждёт здесь вашего решения. Обновите страницу.',
  },
  person: {
    waits_for_organization_row: 'Контакт ждёт организацию, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_organization_cell:
      'Контакт ждёт организацию, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
  },
  order: {
    waits_for_person_row: 'Сделка ждёт контакт, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_person_cell:
      'Сделка ждёт контакт, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
    waits_for_product:
      'Заказы ждут товар, который есть в выгрузке, но не импортирован. Исправьте его строку и импортируйте её.',
    waits_for_product_row: 'Сделка ждёт товар, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_product_cell: 'Сделка ждёт товар, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
  },
  campaign: {
    waits_for_product:
      'Кампании ждут товар, который есть в выгрузке, но не импортирован. Исправьте его строку и импортируйте её.',
    waits_for_product_row: 'Сделка ждёт товар, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_product_cell: 'Сделка ждёт товар, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
  },
  member: {
    waits_for_person_row: 'Метка ждёт контакт, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_person_cell: 'Метка ждёт контакт, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
  },
  /** Of events, notes and files. */
  attached: {
    waits_for_person_row: 'Запись ждёт контакт, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_person_cell:
      'Запись ждёт контакт, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
    waits_for_deal_row: 'Запись ждёт заказ, строка {{row}} файла {{file}}: $t(code.{{code}})',
    waits_for_deal_cell: 'Запись ждёт заказ, строка {{row}} файла {{file}}, столбец «{{column}}»: $t(code.{{code}})',
  },
}
