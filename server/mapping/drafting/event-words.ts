import type { PlanDocument } from '../types.ts'

/** Activity types that every account of Pipedrive begins with. */
export type ActivityWord = 'call' | 'meeting' | 'email' | 'task'

export interface EventWord {
  /** In the plan's language; a type that nobody knows as the export says it. */
  text: string
  activity: ActivityWord
  /** Of a first occurrence (`uopen`): the type that is told beside it (facts: u* events repeat the plain one). */
  repeats?: string
  /** As types are compared: `open`. */
  type: string
}

/** type: activity | English | Russian. Altcraft's action history and hook events, and what CRMs call their events. */
const table = `
send: email | Sent | Отправлено
deliv: email | Delivered | Доставлено
delivered: email | Delivered | Доставлено
undeliv: email | Not delivered | Не доставлено
open: email | Opened | Открыто
click: email | Link clicked | Переход по ссылке
lclick: email | Link clicked | Переход по ссылке
read: email | Read | Прочитано
glanced: email | Glanced at | Просмотрено бегло
skimmed: email | Skimmed | Просмотрено
reply: email | Replied | Ответ получен
confirm: email | Confirmed | Подтверждено
confirmsub: email | Subscription confirmed | Подписка подтверждена
sub: email | Subscribed | Подписка
unsub: email | Unsubscribed | Отписка
complain: email | Complained about spam | Жалоба на спам
sbounce: email | Soft bounce | Мягкий возврат
hbounce: email | Hard bounce | Жёсткий возврат
suppress: email | Suppressed | Не отправлено: подавлено
web_version_save: email | Web version opened | Открыта веб-версия
import_manual: task | Added by hand | Добавлен вручную
import_file: task | Imported from a file | Импортирован из файла
import_api: task | Imported by API | Импортирован через API
goal: task | Goal reached | Цель достигнута
visit: task | Visit | Визит
purchase: task | Purchase | Покупка
form: task | Form filled in | Форма заполнена
email: email | E-mail | Письмо
call: call | Call | Звонок
meeting: meeting | Meeting | Встреча
`

interface Word {
  activity: ActivityWord
  en: string
  ru: string
}

const words: ReadonlyMap<string, Word> = new Map(
  table
    .trim()
    .split('\n')
    .map((line): [string, Word] => {
      const [type = '', rest = ''] = line.split(': ')
      const [activity = '', en = '', ru = ''] = rest.split(' | ')
      return [type, { activity: activity as ActivityWord, en, ru }]
    }),
)

/** What an event's type is called, and which activity it would be. Pure. */
export function readEventWord(written: string, language: PlanDocument['language']): EventWord {
  const type = written
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/(?<=.)_(?:sms|push|email|mail)$/, '')
  const plain = /^u(?:open|l?click|read)$/.test(type) ? type.slice(1) : type
  const word = words.get(plain)
  return {
    text: word?.[language] ?? written,
    activity: word?.activity ?? guess(type),
    type: plain,
    ...(plain === type ? {} : { repeats: plain }),
  }
}

function guess(type: string): ActivityWord {
  if (/call|phone|звон/.test(type)) return 'call'
  if (/meet|встреч/.test(type)) return 'meeting'
  return /mail|letter|письм|рассыл/.test(type) ? 'email' : 'task'
}
