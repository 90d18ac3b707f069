import { kindRule } from './rule.ts'

/** Groups of profiles: their definitions, and who belongs to them. */
export const audienceKinds = [
  kindRule('control_groups', 'control groups', {
    decisive: `control group|control group id|control percent|is control|holdout|holdout percent|exclude from|exclude from[]
      |контрольная группа|процент контрольной группы|id контрольной группы`,
    supporting: 'percent|size|name|members count|start date|segment id|title|процент|название|размер|дата начала',
    against: 'email|phones|phones[]|fname|total price',
    fileWords: 'control|holdout|контрольн',
  }),
  kindRule('segments', 'segment definitions', {
    decisive: `segment[]|queries[]|conditions[]|is static|is refresh daily|rules[]|criteria[]|filter[]|segment type
      |profiles count+segment name/name/type|тип сегмента|условия сегмента|название сегмента+количество профилей
      |сегмент/название сегмента+тип/условия/количество/профилей|segment/segment name+type/count/conditions/profiles count`,
    supporting: `condition|count|list id|percent from|percent to|id|name|groups[]|ui tags[]|type|database|profiles count
      |название|тип|количество|количество профилей|профилей|база|статус|создан|дата создания`,
    against: 'email|fname|phones|profile id|id профиля|телефон|phone|percent|exclude from|exclude from[]|процент',
    fileWords: 'segment|сегмент',
  }),
  kindRule('segment_members', 'members of segments', {
    decisive: `segment/segment id/segment name/segments/сегмент/сегменты/название сегмента
      +profile id/id профиля/email/e mail/почта/phone/телефон/xxh`,
    supporting: 'profile id|email|phone|added|added at|id профиля|телефон|дата добавления',
    against: 'segment[]|fname|lname|total price|order id|smid|event id',
    fileWords: 'segment|сегмент|audience|аудитор|member|участник',
  }),
]
