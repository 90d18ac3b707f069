import { kindRule } from './rule.ts'

/** What people set up in Altcraft: scenarios, channels and resources, forms. */
export const setupKinds = [
  kindRule('scenarios', 'automation scenarios', {
    decisive: `nodes[]|steps[]|trigger[]|triggers[]|workflow[]|branches[]|edges[]|blocks[]|actions[]|workflow id
      |workflow name|scenario id|scenario name|scenario|workflow|сценарий|название сценария|id сценария|триггер`,
    supporting: `trigger|start node|entry|goals[]|goal|name|id|is active|status|state|conditions[]|started|completed
      |название|статус|состояние|запущен|завершен`,
    against: 'email|profile id|event id|smid|sends|uopens|delivs',
    fileWords: 'scenario|workflow|automation|сценари|автоматизац',
  }),
  kindRule('channels', 'channel settings', {
    decisive: `credentials|credentials[]|smtp|smtp[]|dkim|dkim[]|senders[]|sender[]|virtual sender|api key|api token
      |sender id|sender name|trk domain|tracking domain|dbs ids|dbs ids[]|auth[]|password|домен отслеживания
      |имя отправителя|отправитель|название ресурса`,
    supporting: `channel|provider|sender|domain|domains[]|config[]|settings[]|type|id|name|is active|resources[]|channels[]
      |categories[]|login|url|resource|канал|ресурс|домен|провайдер|тип|каналы`,
    against: 'email|profile id|priority|fname|smid|event id|sends|delivs|отправлено|hash id',
    fileWords: 'channel|sender|resource|канал|отправител|ресурс',
  }),
  kindRule('forms', 'forms, popups and surveys', {
    decisive: `questions[]|form id|form name|fields[]|inputs[]|form[]|popup[]|popup id|popup name|answers[]|nps score|survey id
      |форма|название формы|id формы|попап|опрос|оценка nps`,
    supporting: `type|name|title|id|layout|layout[]|submit|button|url|nps|score|question|answer|display|views|submits|тип
      |название|заголовок|кнопка|вопрос|ответ|оценка|показы|заполнения`,
    against: 'fname|smid|event id|total price',
    fileWords: 'form|nps|survey|popup|форм|анкет|опрос|попап',
  }),
]
