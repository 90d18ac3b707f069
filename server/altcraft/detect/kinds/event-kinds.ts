import { kindRule } from './rule.ts'

/** What people did: rows of the action history, messages of hooks, goals. */
export const eventKinds = [
  kindRule('history', 'action history', {
    decisive: `action/действие+datetime/message id/campaign id/profile id/id профиля/xxh/email/event id/date/дата/дата и время
      |smid|event type|event date|event id|message id|event data[]|sends trying num|custom data[]|action type|action date
      |event/event name/событие+email/profile id/xxh/phone/телефон/id профиля
      |тип события|дата события|id события|id сообщения|тип действия|дата действия`,
    supporting: `datetime|date|time|date and time|дата|время|дата и время|count|количество|channel|канал|message name
      |message|сообщение|название сообщения|campaign id|campaign name|campaign|mailing|mailing id|mailing name|кампания
      |рассылка|id кампании|id рассылки|название кампании|название рассылки|profile id|id профиля|xxh|md5|list id|db id|email
      |phone|телефон|fields|fields[]|subscription[]|subscriptions[]|subscription hash id|is test|is static|ip|account id
      |resource id|link|ссылка|url|event|action|событие|действие`,
    // Whoever did it: a journal of what users of Altcraft did has no profile.
    needs: 'email|phone|телефон|profile id|id профиля|xxh|md5|subscription hash id|event id|smid|event data[]',
    fileWords: 'history|event|action|hook|webhook|истори|событи|действи',
  }),
  kindRule('goals', 'goals that people reached', {
    decisive: `pixel id|pixel|pixel data[]|goals[]|goal name|goal value|goal id|goal date|id пикселя|пиксель|название цели
      |значение цели|ценность цели|дата достижения|дата достижения цели
      |goal+value/date/profile id/email/datetime|цель+значение/дата/email/id профиля/ценность`,
    supporting: `value|date|datetime|profile id|email|xxh|db id|matching|vendor|is test|enrich profile|phone|значение
      |ценность|дата|id профиля|телефон|url|источник`,
    fileWords: 'goal|pixel|conversion|цели|пиксел|конверси',
  }),
]
