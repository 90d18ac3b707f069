const email = (id: number, name: string, subject: string, preheader: string, body: string) => ({
  id,
  name,
  channel: 'email',
  subject,
  preheader,
  from_name: 'Северный ветер',
  html: `<!doctype html><html lang="ru"><head><meta charset="utf-8"><style>p{font:16px/1.5 Arial}</style></head><body><p>${body}</p><a href="https://severny-veter.example/?utm_campaign=${id}">Открыть</a><hr><a href="{{ unsubscribe_url }}">Отписаться</a></body></html>`,
  variables: variablesOf(subject + preheader + body),
})

const short = (id: number, name: string, channel: 'sms' | 'push', text: string, title = '') => ({
  id,
  name,
  channel,
  ...(title && { title }),
  text,
  variables: variablesOf(title + text),
})

const variablesOf = (text: string): string[] => [
  ...new Set(text.match(/\{\{\s*[\w.]+/g)?.map((found) => found.replace(/\W*/, '')) ?? []),
]

/** Message templates with their variables: e-mail as HTML, SMS and push as text. */
export const templates: readonly unknown[] = [
  email(
    501,
    'Добро пожаловать',
    'Здравствуйте, {{ profile._fname }}!',
    'Ваша скидка внутри',
    'Рады знакомству, {{ profile._fname }}. Промокод: <b>{{ promo_code }}</b>.',
  ),
  email(
    502,
    'Welcome (EN)',
    'Welcome, {{ profile._fname }}',
    'Your discount is inside',
    'Nice to meet you. Code: <b>{{ promo_code }}</b>.',
  ),
  email(
    503,
    'Брошенная корзина',
    'Вы кое-что забыли',
    'Товары ждут',
    'В корзине: {{ basket.items }} на {{ basket.total }} ₽.',
  ),
  email(
    504,
    'Заказ принят',
    'Заказ {{ order.external_id }} принят',
    '',
    'Спасибо! Сумма {{ order.total_price }}. Доставим {{ order.delivery_date }}.',
  ),
  email(
    505,
    'Order delivered',
    'Your order {{ order.external_id }} has arrived',
    'Tell us how it was',
    'Rate it from 1 to 10.',
  ),
  email(506, 'Весна 2026', 'Лёгкие пледы — уже весна 🌱', 'до −30 %', 'Подборка для вас: {{ recommendations }}.'),
  email(507, 'NPS', '{{ profile._fname }}, один вопрос', '', 'Порекомендуете нас? <a href="{{ form_url }}">0–10</a>'),
  email(
    508,
    'Баллы сгорают',
    'У вас {{ profile.LOYALTY_SCORE }} баллов',
    'успейте до 31 числа',
    'Уровень: {{ profile.loyalty_tier }}.',
  ),
  short(521, 'SMS: код', 'sms', 'Код подтверждения {{ code }}. Никому не сообщайте.'),
  short(522, 'SMS: заказ в пункте', 'sms', 'Заказ {{ order.external_id }} ждёт в пункте выдачи.'),
  short(523, 'SMS: winback', 'sms', '{{ profile._fname }}, дарим 300 бонусов до {{ bonus_until }}'),
  short(541, 'Push: цена ниже', 'push', '{{ product.name }} теперь за {{ product.price }} ₽', 'Цена снижена'),
  short(542, 'Push: basket', 'push', 'Your basket is waiting, {{ profile._fname }}', 'Still thinking?'),
]
