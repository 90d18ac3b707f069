import { rule } from './rule.ts'

/** Columns of a file of segment members: who belongs, and to which segment where one file holds several. */
export const memberRules = [
  rule('segment.member', 'id|profile id|id профиля|идентификатор|идентификатор профиля', {
    looks: 'scalar',
    many: true,
  }),
  rule('segment.member', 'email|e mail|mail|email address|эл почта|электронная почта|почта', {
    looks: 'email',
    many: true,
  }),
  rule('segment.member', 'phones|phone|телефоны|телефон|phone number|номер телефона', { looks: 'phone', many: true }),
  rule('segment.name', 'segment|segment name|сегмент|название сегмента', { looks: 'scalar' }),
]
