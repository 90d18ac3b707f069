import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseKind, recogniseKind } from '../../server/altcraft/detect/kind.ts'
import { kindRules } from '../../server/altcraft/detect/kinds/all-kinds.ts'
import { type DatasetKind, datasetKinds } from '../../server/altcraft/types.ts'
import type { Json, JsonObject } from '../../server/lib/json.ts'

/** Columns are written as in the first line of a CSV file without quotes. */
const recognise = (fileName: string, header: string, sampleRows: Json[][] = []) =>
  recogniseKind({ fileName, columns: header.split(','), sampleRows })
const kindOf = (...given: Parameters<typeof recognise>) => recognise(...given).kind

const recogniseRow = (fileName: string, row: JsonObject) =>
  recogniseKind({ fileName, columns: Object.keys(row), sampleRows: [Object.values(row)] })

/** API names, English and Russian captions; the file's name tells nothing. */
const known: [DatasetKind, string][] = [
  ['profiles', 'id,email,phones,_fname,_lname,_bdate'],
  ['profiles', 'Email,Name,Last name,Date of birth,Gender'],
  ['profiles', 'Email,Имя,Фамилия,Дата рег.,Город'],
  ['profiles', 'Email,FName,FavoriteFood'],
  ['profiles', 'email,balance'],
  ['profiles', 'subscriptions.0.channel,subscriptions.0.email,_xxh'],
  ['profiles', 'Name,Email,Phone'],
  ['profiles', 'ФИО,Телефон,Город'],
  ['orders', 'order_id,email,product,quantity,price,currency,status'],
  ['orders', 'Номер заказа,Email,Товар,Количество,Цена,Сумма заказа'],
  ['orders', 'order_id,product_name,quantity,price,date'],
  ['products', 'external_id,name,price,currency,old_price,description'],
  ['products', 'Артикул,Название,Цена,Валюта'],
  ['products', 'product_external_id,external_id,name,price'],
  ['campaigns', 'id,name,sends_total,delivs_total,uopens_total,uclicks_total'],
  ['campaigns', 'Campaign,Sent,Delivered,Open rate,Revenue'],
  ['campaigns', 'Mailing,Status,Sent,Delivered,Opens'],
  ['campaigns', 'Рассылка,Отправлено,Доставлено,Открытия,Выручка'],
  ['campaigns', 'Название кампании,Состояние,Тип,Дата начала'],
  ['campaign_metrics', 'Mailing,Variant,Sent,Opens,Unique clicks'],
  ['campaign_metrics', 'Рассылка,Ссылка,Уникальные клики,Клики'],
  ['campaign_metrics', 'issue.id,name,subject,dt,members,deliv_ok,deliv_bad,readed,u_readed,clicked,u_clicked,unsubed'],
  ['channel_reports', 'date,channel,sends,delivs,uopens,uclicks'],
  ['channel_reports', 'Date,Channel,Sent,Delivered,Unique opens,Unique clicks'],
  ['channel_reports', 'Дата,Канал,Отправлено,Доставлено,Открытия,Клики'],
  ['channel_reports', 'Channel,Mailing,Sent,Delivered,Opens'],
  ['channel_reports', 'Date,Channel,Event,Count'],
  ['channel_reports', 'date,sends_total,delivs_total,uopens_total'],
  ['segments', 'id,name,count,is_static,is_refresh_daily'],
  ['segments', 'Segment name,Type,Profiles count'],
  ['segments', 'Название сегмента,Тип,Количество профилей'],
  ['segment_members', 'Segment,Email'],
  ['segment_members', 'Сегмент,ID профиля'],
  ['control_groups', 'id,name,control_percent'],
  ['control_groups', 'Контрольная группа,Процент'],
  ['suppression_lists', 'email,reason,added'],
  ['suppression_lists', 'Phone,Suppression reason,Date added'],
  ['suppression_lists', 'Email,Причина отписки,Дата отписки'],
  ['subscriptions', 'resource_id,channel,priority,status,hash_id'],
  ['subscriptions', 'resource_id,channel,email,priority,status,db_id,profile_id,_xxh,hash_id'],
  ['subscriptions', 'Resource,Channel,Email,Status'],
  ['subscriptions', 'Ресурс,Канал,Email,Статус'],
  ['relations', 'profile_id_a,xxh_a,profile_id_b,xxh_b,db_b'],
  ['relations', 'ID профиля A,ID профиля B,Тип связи'],
  ['history', 'xxh,profile_id,email,list_id,action,count,datetime,message_id,campaign_id,campaign_name,event_id,smid'],
  ['history', 'action,count,datetime,email,list_id,message_id,xxh'],
  ['history', 'event_type,event_date,profile_id,_xxh,_md5,list_id,account_id,sends_trying_num,is_test'],
  ['history', 'Profile ID,Email,Action,Date and time,Channel,Mailing,Message'],
  ['history', 'ID профиля,Email,Действие,Дата и время,Канал,Рассылка,Сообщение'],
  ['history', 'Дата,Событие,Email,Канал,Кампания'],
  ['goals', 'db_id,pixel_id,goal,value,date,email'],
  ['goals', 'Goal,Value,Date,Email'],
  ['goals', 'Цель,Значение,Дата,Email'],
  ['loyalty_transactions', 'transaction_id,transaction_type,amount,balance_before,balance_after'],
  ['loyalty_transactions', 'Transaction ID,Transaction type,Points,Date,Email'],
  ['loyalty_transactions', 'ID транзакции,Тип транзакции,Сумма,Баланс до,Баланс после'],
  ['promo_codes', 'code,loyalty_id,created,is_attached,is_activated,is_expired,expire_date'],
  ['promo_codes', 'Promo code,Attached,Activated,Expiration date'],
  ['promo_codes', 'Промокод,Создан,Привязан,Активирован'],
  ['scenarios', 'workflow_id,name,status,started'],
  ['scenarios', 'Scenario,Status,Started,Completed'],
  ['scenarios', 'Название сценария,Статус,Запущен'],
  ['templates', 'id,name,subject,html'],
  ['templates', 'Template name,Subject,Channel'],
  ['templates', 'Название шаблона,Тема,Канал'],
  ['channels', 'id,name,url,trk_domain,dbs_ids'],
  ['channels', 'Sender name,Domain,Channel,Provider'],
  ['channels', 'Ресурс,Домен,Отправитель,Канал'],
  ['forms', 'form_id,form_name,type'],
  ['forms', 'Popup name,Type,Views,Submits'],
  ['forms', 'Название формы,Тип,Показы,Заполнения'],
  ['notes', 'profile_id,author,note,created'],
  ['notes', 'Email,Note,Created at'],
  ['notes', 'Email,Автор,Комментарий,Дата'],
  ['files', 'profile_id,file_name,url,size'],
  ['files', 'Email,Attachment,Size'],
  ['files', 'Email,Имя файла,Ссылка'],
]

describe('by columns, whatever the file is called', () => {
  test.each(known)('%s: %s', (kind, header) => {
    const guess = recognise('export.csv', header)
    expect([guess.kind, guess.confidence >= 0.6]).toEqual([kind, true])
  })

  test('every kind is among them', () => {
    const kinds = new Set(known.map(([kind]) => kind))
    expect(datasetKinds.filter((kind) => kind !== 'unknown' && !kinds.has(kind))).toEqual([])
  })

  test.each(known.filter(([kind]) => kind !== 'segment_members'))(
    'a misleading name changes nothing: %s: %s',
    (kind, header) => {
      const misleading = kind === 'orders' ? 'products.csv' : 'orders.csv'
      expect(kindOf(misleading, header)).toBe(kind)
    },
  )
})

describe('by the keys of JSON rows', () => {
  test.each<[DatasetKind, JsonObject]>([
    ['orders', { profile: { profile_id: '61ad' }, external_id: '1', status: 'new', total_price: '1', lines: [{}] }],
    ['products', { external_id: 'p1', name: 'Phone', price: '900', skus: [{ external_id: 's1' }] }],
    [
      'campaigns',
      { id: 1, name: 'Spring', type: 'broadcast', is_active: true, subid: 's', for_confirm: false, groups: [{}] },
    ],
    ['campaigns', { id: 1, name: 'Spring', state: 'completed', mailings: [{ id: 5 }], workflows: [] }],
    ['campaigns', { id: 1, name: 'Spring', state: 'completed', metrics: { sends: 5 }, revenue: '100' }],
    ['segments', { id: 1, name: 'VIP', count: 3, segment: [{ condition: 'and', queries: [] }] }],
    ['control_groups', { id: 1, name: 'Control', control_percent: 10 }],
    ['scenarios', { id: 1, name: 'Welcome', is_active: true, trigger: { type: 'signup' }, nodes: [{}] }],
    ['templates', { id: 1, name: 'Welcome', subject: 'Hi', html: '<b>' }],
    ['channels', { id: 1, channel: 'email', provider: 'smtp', smtp: { host: 'h' } }],
    ['forms', { id: 1, title: 'NPS', type: 'nps', questions: [{ text: '?' }] }],
    ['profiles', { id: '5a', email: 'a@b.c', _fname: 'A', subscriptions: [{ resource_id: 1 }] }],
    ['subscriptions', { resource_id: 1, channel: 'email', email_data: { email: 'a@b.c' }, hash_id: 'e', priority: 0 }],
    ['relations', { profile_id_a: '5a', xxh_a: 'a', profile_id_b: '5b', xxh_b: 'b', db_b: 2, props: { role: {} } }],
    ['goals', { db_id: 1, pixel_id: 4, goals: [{ goal: 'buy', value: 5 }], date: '2024-01-01' }],
    [
      'history',
      {
        ...{ event_type: 'open', event_date: '2024-09-27T15:52:57.004Z', profile_id: '66f6', _xxh: '92', _md5: 'f4' },
        ...{
          list_id: 6,
          event_data: { message_id: 5 },
          subscription: [{ channel: 'email' }],
          subscription_hash_id: '3',
        },
      },
    ],
  ])('%s: %j', (kind, row) => {
    const guess = recogniseRow('export.json', row)
    expect([guess.kind, guess.confidence >= 0.6]).toEqual([kind, true])
  })
})

describe('profiles of other platforms', () => {
  test.each([
    ['Braze', 'external_id,braze_id,first_name,last_name,email,dob,home_city,time_zone,email_subscribe'],
    ['Klaviyo', 'Email,First Name,Last Name,Phone Number,$consent'],
    ['Mindbox', 'MindboxId,Email,MobilePhone,FirstName,LastName,BirthDate,Sex'],
    ['Yandex Audience', 'external_id,phone,email,gender,birthdate'],
    ['Yandex Metrica', 'uniq_id,name,create_date_time,client_ids,emails,phones'],
  ])('%s', (_, header) => {
    expect(recognise('data.csv', header)).toMatchObject({ kind: 'profiles' })
    expect(recognise('data.csv', header).confidence).toBeGreaterThanOrEqual(0.8)
  })
})

describe('tables that fit several kinds are asked about', () => {
  test.each([
    ...['id,name', 'id,name,status', 'name,price,count', 'date,value', 'id,name,ui_tags,groups', 'Имя,Статус'],
    ...['name,title,category,type,required', 'transaction_id,amount,currency,date', 'customer_id,date,amount'],
    ...[
      'name,status,start_date,finish_date,type',
      'id,type,name,url,status',
      'date,user,action,object',
      'channel,budget',
    ],
    ...['subject,text,date', 'url,clicks', 'event,date,place', 'code,name,value', 'name,date,revenue', 'a,b,c'],
  ])('unknown: %s', (header) => {
    expect(recognise('export.csv', header)).toMatchObject({ kind: 'unknown', confidence: 0 })
  })

  test.each([
    ...[
      'email,status',
      'campaign,date,cost',
      'campaign,email,date',
      'order_id,rating,comment',
      'email,order_id,reason',
    ],
    ...['order_id,first_name,last_name,email,phone,total,status,date', 'email,first_name,last_name,event,date'],
    ...['email,first name,last name,order date,order total', 'question,answer,email', 'id,phone,text,created'],
    ...['id,email,score,comment,date', 'email,code,activated', 'Date,Mailing,Sent,Delivered,Opens', 'email,reason'],
  ])('below 0.6: %s', (header) => {
    expect(recognise('export.csv', header).confidence).toBeLessThan(0.6)
  })

  test('with what else they may be, the likeliest first', () => {
    expect(recognise('export.csv', 'Date,Mailing,Sent,Delivered,Opens')).toMatchObject({
      kind: 'campaigns',
      alternatives: [{ kind: 'campaign_metrics', confidence: 0.45 }],
    })
    const { kind, alternatives } = recognise(
      'export.csv',
      'order_id,first_name,last_name,email,phone,total,status,date',
    )
    expect([kind, alternatives[0]?.kind]).toEqual(['orders', 'profiles'])
    expect(alternatives).toHaveLength(3)
    expect(recognise('export.csv', 'id,name,status').alternatives.length).toBeGreaterThan(0)
  })

  test('categories are no products', () => {
    expect(recognise('products.json', 'external_id,name,parent_external_id')).toMatchObject({ kind: 'unknown' })
  })
})

describe('figures of mailings', () => {
  const days = [
    ['2024-01-01', '7', '100', '90'],
    ['2024-01-02', '7', '50', '45'],
  ]

  test('once per mailing: campaigns; per mailing and day: metrics', () => {
    const header = 'date,mailing_id,sends,delivs'
    expect(recognise('e.csv', header, days)).toMatchObject({ kind: 'campaign_metrics', confidence: 0.8 })
    expect(
      recognise('e.csv', 'mailing_id,name,sends,delivs', [
        ['7', 'A', '1', '1'],
        ['8', 'B', '1', '1'],
      ]),
    ).toMatchObject({
      kind: 'campaigns',
    })
  })

  test('two campaigns of one name are two campaigns', () => {
    const rows = [
      ['1', 'News', '5', '5', '10'],
      ['2', 'News', '5', '5', '10'],
    ]
    expect(kindOf('e.csv', 'id,name,sends,delivs,revenue', rows)).toBe('campaigns')
  })

  test('a duplicate here and there makes no metrics of campaigns, and many are asked about', () => {
    const rows = Array.from({ length: 10 }, (_, at) => [String(at), 'paid', '5', '5'])
    expect(kindOf('e.csv', 'id,state,sends,delivs', [...rows, ['1', 'paid', '5', '5']])).toBe('campaigns')
    expect(recognise('e.csv', 'id,state,sends,delivs', [...rows, ...rows])).toMatchObject({
      kind: 'campaign_metrics',
      confidence: 0.55,
      alternatives: [{ kind: 'campaigns', confidence: 0.45 }],
    })
  })

  test('the name of the file tells a channel report', () => {
    expect(kindOf('channels_report.csv', 'Mailing,Channel,Sent,Opens')).toBe('channel_reports')
    expect(kindOf('Отчёт по каналам.csv', 'Рассылка,Канал,Отправлено,Открытия')).toBe('channel_reports')
  })

  test('people with their figures are profiles', () => {
    expect(kindOf('e.csv', 'email,name,sends,opens,clicks')).toBe('profiles')
  })
})

describe('the name of the file decides when the columns do not', () => {
  test.each<[DatasetKind, string]>([
    ['segment_members', 'segment_vip.csv'],
    ['segment_members', '17_segment_export.csv'],
    ['segment_members', 'Сегмент VIP.csv'],
    ['control_groups', 'control_group.csv'],
    ['profiles', '1_database_export.csv'],
    ['profiles', 'leading-letters.csv'],
    ['suppression_lists', 'suppression-list.csv'],
    ['suppression_lists', 'stop_list.csv'],
    ['suppression_lists', 'Стоп-лист 2026.csv'],
    ['suppression_lists', 'блэклист.csv'],
    ['suppression_lists', 'Чёрный список.csv'],
    ['suppression_lists', 'exports.zip/do-not-mail/list.csv'],
  ])('%s: %s', (kind, fileName) => {
    expect(kindOf(fileName, 'profile_id,email')).toBe(kind)
  })

  test('alone it is half sure', () => {
    expect(recognise('workflows.json', 'a,b')).toMatchObject({ kind: 'scenarios', confidence: 0.5 })
  })

  test('addresses alone are profiles, just so', () => {
    expect(recognise('export.csv', 'email,x')).toMatchObject({ kind: 'profiles', confidence: 0.6 })
  })

  test('a full export of a segment holds profiles', () => {
    expect(kindOf('17_segment_export.csv', 'id,email,_fname,_lname,_bdate,_city,_regdate')).toBe('profiles')
  })

  test('orders.csv that holds profiles is profiles, surely', () => {
    const guess = recognise('orders.csv', 'id,email,phones,_fname,_lname,_bdate')
    expect(guess.kind).toBe('profiles')
    expect(guess.confidence).toBeGreaterThanOrEqual(0.8)
  })

  test('words inside of other words say nothing', () => {
    expect(kindOf('platform-information.csv', 'a,b')).toBe('unknown')
  })
})

describe('people who must not be marketed to', () => {
  test('a list of bare addresses is known by its name', () => {
    const addresses = [['a@firm.example'], ['b@firm.example']]
    expect(recognise('suppression.txt', 'Column 1', addresses)).toMatchObject({ kind: 'suppression_lists' })
    expect(recognise('list.txt', 'Column 1', addresses)).toMatchObject({ kind: 'profiles', confidence: 0.6 })
    expect(kindOf('list.txt', 'Column 1', [['abc'], ['def']])).toBe('unknown')
  })

  test('a reason alone makes none', () => {
    expect(recognise('e.csv', 'email,reason,date').confidence).toBeLessThan(0.6)
    expect(kindOf('returns.csv', 'customer_id,reason,date')).toBe('unknown')
  })

  test('profiles in a file that is called so are asked about', () => {
    expect(recognise('unsubscribed.csv', 'id,email,_fname,_lname,_bdate')).toMatchObject({
      kind: 'profiles',
      confidence: 0.55,
      alternatives: [{ kind: 'suppression_lists' }],
    })
  })

  test('the evidence says what the list means', () => {
    expect(recognise('stop-list.csv', 'email').evidence).toBe(
      'people who must not be marketed to: the name says "stop list", the columns are email',
    )
  })
})

test('the evidence names columns and file', () => {
  expect(recognise('orders.csv', 'order_id,status').evidence).toBe(
    'columns order_id, status are those of orders, and the name says "orders"',
  )
})

test('a person’s word is believed', () => {
  expect(chooseKind('goals', { fileName: 'orders.csv', columns: ['order_id'], sampleRows: [] })).toEqual({
    kind: 'goals',
    confidence: 1,
    evidence: 'chosen by a person',
    alternatives: [],
  })
})

describe('whatever a table is called and made of', () => {
  const names = kindRules.flatMap(({ decisive, supporting }) => [...decisive, ...supporting])
  const column = fc.oneof(fc.constantFrom(...names.flatMap((name) => name.split(/[+/!]/))), fc.string())

  test('the guess is a known kind with an honest confidence', () => {
    fc.assert(
      fc.property(fc.array(column, { maxLength: 30 }), fc.string(), (columns, fileName) => {
        const { kind, confidence, evidence, alternatives } = recogniseKind({ fileName, columns, sampleRows: [] })
        expect(datasetKinds).toContain(kind)
        expect(confidence >= 0 && confidence <= 0.95).toBe(true)
        expect(evidence).not.toBe('')
        expect(alternatives.length).toBeLessThanOrEqual(3)
        for (const other of alternatives) {
          expect(other.kind).not.toBe(kind)
          expect(other.confidence).toBeLessThanOrEqual(Math.max(confidence, 0.4))
        }
      }),
    )
  })

  test('huge names and cells cost nothing', () => {
    const long = `${' '.repeat(500_000)}x`
    recogniseKind({ fileName: 'a-b/'.repeat(50_000), columns: ['Column 1', long], sampleRows: [[long, long]] })
    const wide = Array.from({ length: 20_000 }, (_, at) => `column ${at}`)
    const { evidence } = recogniseKind({ fileName: 'wide.csv', columns: [...wide, 'email'], sampleRows: [wide] })
    expect(evidence.length).toBeLessThan(1_000)
  })
})
