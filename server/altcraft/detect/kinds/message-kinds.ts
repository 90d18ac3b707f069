import { kindRule } from './rule.ts'

/** Columns that name a person: a row with one is about that person, not about a mailing or a period. */
const person =
  'profile id|id профиля|профиль|profile[]|xxh|email|e mail|phone|phones|phones[]|телефон|smid|fname|lname|действие'

/**
 * Campaigns and report figures, in the words of both generations of Altcraft: "campaign" is one mailing until v73, a bundle
 * of mailings from about v74. Whether figures belong to a campaign, to its days or to a channel is told by the shape of the
 * table (report-shape.ts). The names of figures are those of Altcraft's reports (facts of its API) and their captions.
 */
export const messageKinds = [
  kindRule('campaigns', 'campaigns with their metrics', {
    decisive: `sends total|delivs total|uopens total|uclicks total|undelivs total|sends|delivs|uopens|uclicks|ulclicks
      |hbounces|sbounces|complains|opens|open rate|click rate|ctr|ctor|offence
      |sends push|sends sms|delivs push|delivs sms|uopens push|undelivs sms|undelivs push
      |issue id|deliv ok|deliv bad|u readed|u clicked|unsubed|members deliv ok
      |unique opens|unique clicks|hard bounces|soft bounces|complaints|deliveries
      |for confirm|send channel|start schedule[]|subid|campaign name|mailing name|campaign|mailing|mailings[]|metrics[]
      |кампания|рассылка|название рассылки|название кампании|состояние кампании|тип рассылки
      |отправлено|доставлено|открыто|открытия|открываемость|кликабельность|уникальные открытия|уникальные клики|жалобы`,
    supporting: `clicks|sent|delivered|opened|clicked|unsubscribed|unsubs|reads|readed|members|replies|confirms|bounces
      |revenue|orders|orders count|campaign id|mailing id|scampaign id|state|status|is active|type|name|ui tags[]|groups[]
      |update time|subject|start date|finish date|channel|date|workflows[]|конверсия|клики|переходы|выручка|доход|отписки
      |отписались|отказы|недоставлено|название|статус|состояние|тип|дата|дата отправки|дата начала|тема|канал
      |id рассылки|id кампании`,
    against: person,
    fileWords: 'campaign|scampaign|mailing|broadcast|newsletter|рассылк|кампани',
  }),
  kindRule('channel_reports', 'a report by channel and event', {
    decisive: `channel/канал+event/событие/event name/тип события+count/total/events/количество/всего
      |date/дата+channel/канал+event/событие+count/total/количество`,
    supporting: 'date|day|week|month|дата|день|неделя|месяц|share|доля|resource|ресурс',
    against: person,
    fileWords: 'channel report|channels report|report by channel|summary report|отчет по канал|сводный отчет',
  }),
  kindRule('campaign_metrics', 'metrics of mailings', {
    decisive: 'stat uni',
    supporting: '',
    against: person,
    fileWords: `campaign metric|campaign stat|mailing stat|mailing metric|mailing report|campaign report|stat uni
      |статистика рассыл|отчет по рассыл|статистика кампан|отчет по кампан`,
  }),
  kindRule('templates', 'message templates', {
    decisive: `html|preheader|html body|template id|template|template name|шаблон|название шаблона|прехедер|html код
      |fragment id|fragment name`,
    supporting: `subject|text|content|content[]|body|channel|variables|variables[]|name|id|from email|from name|тема|текст
      |название|канал`,
    against: 'email|profile id|event id',
    fileWords: 'template|message|fragment|шаблон|сообщени|фрагмент',
  }),
]
