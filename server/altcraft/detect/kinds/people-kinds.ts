import { kindRule } from './rule.ts'

const person = 'email/e mail/почта/phone/phones/телефон/profile id/id профиля/xxh'

/**
 * People and what hangs on them. Profiles also under the names of other platforms' exports (Braze, Klaviyo, Mindbox, Yandex
 * Audience and Metrica, Synerise, Customer.io).
 */
export const peopleKinds = [
  kindRule('profiles', 'profiles', {
    decisive: `fname|lname|bdate|regdate|acid|md5|phones|phones[]|subscriptions[]|createtime|subscriptions 0 channel
      |subscriptions 0 email|subscriptions 0 status|first name|firstname|last name|lastname|фамилия|телефоны|дата рождения
      |date of birth|birthday|birthdate|birth date|dob|date of reg|дата рег|дата регистрации|full name|фио|отчество
      |имя+фамилия/email/e mail/телефон/телефоны/почта/пол/город|regcity|city reg|город рег
      |braze id|custom attributes[]|email subscribe|push subscribe|klaviyo id|email marketing consent|mindboxid|mindbox id
      |ids mindboxid|mobilephone|mobile phone|uniq id|client ids|client ids[]|emails|emails[]|cio id`,
    supporting: `id|email|e mail|phone|phone number|телефон|имя|xxh|db id|sex|gender|пол|city|home city|город|country
      |страна|region|регион|tz|time zone|временная зона|status|vendor|supplier|поставщик|name|company|компания|is test
      |почта|owner|customer id|crm id|id профиля|custom id|external id|hash id|postal code|index|индекс|language|язык
      |consent|purchases[]|custom events[]|total revenue|create date time`,
    fileWords: 'profile|subscriber|contact|customer|client|lead|database|профил|контакт|клиент|подписчик|баз',
  }),
  kindRule('subscriptions', 'subscriptions', {
    decisive: `subscription hash id|cc data|cc data[]|email data[]|phone data[]|push data[]|reg info[]
      |resource id/resource name/resource/ресурс/id ресурса/название ресурса+channel/канал
      |subscription id+provider/channel|id подписки|статус подписки+канал/ресурс|subscription status+channel/resource`,
    supporting: `hash id|priority|status|provider|profile id|db id|xxh|is delete|cats|cats[]|custom fields[]|email|phone
      |приоритет|статус|провайдер|категории|id профиля|телефон|is active`,
    against: 'fname|lname|smid|event id|action|event type|send channel|subid|message id|действие|тип события',
    fileWords: 'subscription|подписки|подписок',
  }),
  kindRule('suppression_lists', 'a suppression list: people who must not be marketed to', {
    decisive: `suppression reason|suppressed at|suppression list|unsubscribe reason|причина отписки|причина блокировки
      |стоп лист|черный список|reason/причина+added/added at/date added/добавлен/дата добавления`,
    supporting: 'email|e mail|почта|phone|телефон|reason|причина|added|added at|дата добавления|channel|канал|source',
    against: 'order id|fname|lname|smid|event id|action',
    fileWords: `suppress|stop list|stoplist|blacklist|black list|blocklist|block list|do not mail|do not contact|dnc|unsubscribed|opt out|optout
      |стоп лист|стоплист|блэклист|блеклист|черн список|отписавш|отписанн`,
  }),
  kindRule('relations', 'profile relations', {
    decisive: `profile id a|profile id b|xxh a|xxh b|rel id|relation id|relation type|related profile id|тип связи|id связи
      |id профиля a|id профиля b|id профиля а|id профиля б|профиль a|профиль а|связанный профиль|profile a|profile b`,
    supporting: 'db a|db b|props|props[]|relation|связь|профиль b|профиль б',
    fileWords: 'relation|связи|связь',
  }),
  kindRule('notes', 'notes about people', {
    decisive: `note/note text/comment/comments/заметка/комментарий/примечание/text/текст заметки+author/created by/автор
      |note/note text/заметка/текст заметки+${person}|note id|id заметки
      |comment/комментарий+created/created at/дата/дата создания/создано`,
    supporting: `created|created at|create time|date|updated at|title|subject|profile id|id профиля|email|author|автор|дата
      |дата создания|создано|тема|телефон|phone`,
    against: `fname|lname|first name|last name|фамилия|html|subscriptions[]|total|total price|total cost|amount|price|currency
      |lines[]|order status|сумма|сумма заказа|стоимость|цена|валюта|статус заказа|товары`,
    fileWords: 'note|comment|заметк|комментари',
  }),
  kindRule('files', 'attachments', {
    decisive: `file name/filename/name+mime type/content type|attachment|attachment url|attachments[]|file url|file id|вложение
      |ссылка на файл|file name/filename/имя файла/название файла+url/link/path/ссылка/size/размер/profile id/email/id профиля
      |file/файл/file path/путь к файлу+profile id/email/id профиля/url/ссылка/order id/номер заказа`,
    supporting: `url|link|size|size bytes|mime type|content type|file name|filename|имя файла|ссылка|размер|profile id|email
      |id профиля|created at|created|дата`,
    against: 'fname|lname|first name|last name|фамилия|html|price|total price|currency|lines[]|цена|сумма|валюта',
    fileWords: 'attachment|files|file|document|вложени|файл|документ',
  }),
]
