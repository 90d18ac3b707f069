type Field = readonly [name: string, label: string, type: string, isRequired: boolean, options?: readonly string[]]

const form = (id: number, name: string, type: string, resourceId: number, list: readonly Field[]) => ({
  id,
  name,
  type,
  is_active: true,
  resource_id: resourceId,
  url: `https://severny-veter.example/forms/${id}`,
  fields: list.map(([field, label, fieldType, isRequired, options], i) => ({
    name: field,
    label,
    type: fieldType,
    required: isRequired,
    order: i + 1,
    ...(options && { options }),
  })),
})

/** Subscription forms, a survey, a pop-up. */
export const forms: readonly unknown[] = [
  form(30, 'Подписка на новости', 'form', 5, [
    ['email', 'Ваш e-mail', 'email', true],
    ['_fname', 'Имя', 'text', false],
    ['consent', 'Согласен(на) на обработку данных', 'checkbox', true],
  ]),
  form(31, 'Оптовая заявка / Wholesale', 'form', 5, [
    ['email', 'E-mail', 'email', true],
    ['company', 'Компания', 'text', true],
    ['phones', 'Телефон', 'phone', true],
    ['volume', 'Объём в месяц', 'select', false, ['до 50 000 ₽', '50 000–300 000 ₽', 'более 300 000 ₽']],
    ['comment', 'Комментарий', 'textarea', false],
  ]),
  form(32, 'NPS осень 2026', 'nps', 5, [
    [
      'nps_score',
      'Насколько вероятно, что вы порекомендуете нас?',
      'nps',
      true,
      ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
    ],
    ['nps_reason', 'Почему такая оценка?', 'textarea', false],
  ]),
  form(33, 'Exit pop-up: 5 %', 'popup', 5, [
    ['email', 'Get 5 % off', 'email', true],
    ['interests', 'What do you like?', 'multiselect', false, ['шторы', 'кухня', 'kids', 'outlet']],
  ]),
  form(12, 'Анкета на выставке', 'form', 7, [
    ['_fname', 'Имя', 'text', true],
    ['_lname', 'Фамилия', 'text', false],
    ['_bdate', 'Дата рождения', 'date', false],
    ['_sex', 'Пол', 'radio', false, ['Мужской', 'Женский']],
  ]),
]
