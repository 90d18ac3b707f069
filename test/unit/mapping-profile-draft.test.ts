import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../server/lib/json.ts'
import { account, codesOf, draftOf, draftsOf, type Given, recordOf } from './mapping-fixture.ts'

const profile: JsonObject = {
  id: '5a61f87d69d42678a8dc6dd9',
  db_id: 24,
  _xxh: 'aa05bb4b309bec57',
  email: 'Example@Example.org',
  phones: ['+79001234567'],
  _fname: 'Christopher',
  _lname: 'Lambert',
  _bdate: '1990-07-06T11:15:25.526Z',
  _city: 'Beijing',
  _regdate: '2018-01-19T13:54:05.468Z',
  _status: 'subscribed',
  LOYALTY_SCORE: 500,
  New_field_7: '00016',
  subscriptions: [
    {
      resource_id: 5,
      channel: 'email',
      email_data: { email: 'second@x.org' },
      priority: 1,
      status: 'unsubscribed',
      is_delete: false,
    },
    {
      resource_id: 5,
      channel: 'email',
      email_data: { email: 'first@x.org' },
      priority: 0,
      status: 'subscribed',
      is_delete: false,
    },
    {
      resource_id: 5,
      channel: 'email',
      email_data: { email: 'gone@x.org' },
      priority: 0,
      status: 'subscribed',
      is_delete: true,
    },
    { resource_id: 6, channel: 'sms', phone_data: { phone: '8 (900) 765-43-21' }, priority: 0, status: 'unsubscribed' },
  ],
}
const drafted = (changes: JsonObject = {}, given?: Given) => draftOf('profiles', { ...profile, ...changes }, given)
const person = (changes: JsonObject = {}, given?: Given) => recordOf(drafted(changes, given), 'person')

describe('a profile becomes a person', () => {
  test('with the addresses of profile and live subscriptions, the profile’s first, then by priority', () => {
    expect(person()).toMatchObject({
      name: 'Christopher Lambert',
      emails: ['example@example.org', 'first@x.org', 'second@x.org'],
      phones: ['+79001234567', '+79007654321'],
      addTime: '2018-01-19T13:54:05Z',
    })
  })

  test('known by its id and e-mails, not by its phones', () => {
    const draft = drafted()
    expect(draft.result === 'drafts' && draft.drafts[0]).toMatchObject({
      sourceKey: 'person:5a61f87d69d42678a8dc6dd9',
      matchKeys: [
        'id:5a61f87d69d42678a8dc6dd9',
        'email:example@example.org',
        'email:first@x.org',
        'email:second@x.org',
      ],
    })
  })

  test('with its values in fields: leading zeros stay, the id is kept, technical columns are not', () => {
    const { custom } = person()
    expect(custom).toMatchObject({
      altcraft_profile_id__c: { type: 'varchar', value: '5a61f87d69d42678a8dc6dd9' },
      new_field_7__c: { type: 'varchar', value: '00016' },
      loyalty_balance__c: { type: 'double', value: 500 },
      birthday__c: { type: 'date', value: '1990-07-06' },
    })
    expect(Object.keys(custom).join()).not.toContain('xxh')
  })

  test('without a name it has that of its e-mail, which gives way to a real one', () => {
    expect(person({ _fname: '', _lname: '' })).toMatchObject({ name: 'example', nameFromEmail: true })
    expect(person()).not.toHaveProperty('nameFromEmail')
  })

  test('patronymics stand in the middle', () => {
    expect(person({ _fname: 'Иван', Отчество: 'Ильич', _lname: 'Орлов' }).name).toBe('Иван Ильич Орлов')
  })

  test('a registration without a zone is of the account’s', () => {
    expect(person({ _regdate: '15.03.2019' }).addTime).toBe('2019-03-14T21:00:00Z')
  })

  test('a birthday at Moscow midnight in UTC is the next day, by the zone’s rules of that year', () => {
    const birthdays = ['1990-02-22T21:00:00Z', '1990-07-22T20:00:00Z']
    const rows = birthdays.map((_bdate, at) => ({ email: `p${at}@b.ru`, _bdate }))
    const drafts = draftsOf([{ name: 'p.csv', kind: 'profiles', rows }])
    expect(drafts.map((draft) => recordOf(draft, 'person').custom.birthday__c)).toEqual([
      { type: 'date', value: '1990-02-23' },
      { type: 'date', value: '1990-07-23' },
    ])
  })
})

describe('consent', () => {
  const consents = (changes: JsonObject, given?: Given) => {
    const { email_optin__c, sms_optin__c, push_optin__c } = person(changes, given).custom
    return [email_optin__c, sms_optin__c, push_optin__c].map((value) => value?.type === 'enum' && value.value)
  }

  test('needs both the profile and a subscription of the channel', () => {
    expect(consents({})).toEqual(['Yes', 'No', false])
    expect(consents({ _status: 'unsubscribed' })).toEqual(['No', 'No', false])
  })

  test('without subscriptions the profile speaks for e-mail', () => {
    expect(consents({ subscriptions: [] })).toEqual([false, false, false])
    const { subscriptions: _, ...bare } = profile
    expect(recordOf(draftOf('profiles', bare), 'person').custom.email_optin__c).toEqual({ type: 'enum', value: 'Yes' })
  })

  test('a status code means what the person answered', () => {
    expect(consents({ _status: 4 }, { answers: { 'status_codes:file': '4' } })).toEqual(['Yes', 'No', false])
    expect(consents({ _status: 4 }, { answers: { 'status_codes:file': 'ignore' } })).toEqual(['Yes', 'No', false])
    expect(consents({ _status: '0' })).toEqual(['Yes', 'No', false])
  })
})

describe('profiles that do not go in', () => {
  const bare = { id: '1', email: 'a@b.ru', _is_test: 'false' }

  test('test profiles', () => {
    expect(draftOf('profiles', { ...bare, _is_test: true })).toMatchObject({
      result: 'skip',
      code: 'profile.test',
      remediation: false,
      matchKeys: ['id:1', 'email:a@b.ru'],
    })
  })

  test.each([
    ['', 'email.missing'],
    ['a@', 'email.malformed'],
    ['5a61f87d@localhost', 'email.placeholder'],
  ])('without a usable e-mail (%s)', (email, code) => {
    const draft = draftsOf([{ name: 'p', kind: 'profiles', rows: [{ ...bare, email }, { email: 'x@y.ru' }] }])[0]
    expect(draft).toMatchObject({ result: 'skip', code: 'profile.no_email', remediation: true, matchKeys: ['id:1'] })
    expect(draft && codesOf(draft)).toEqual([code])
  })

  test('but a live subscription’s address is enough', () => {
    expect(person({ email: '' }).emails).toEqual(['first@x.org', 'second@x.org'])
  })
})

describe('bad cells are left out, told with their column, and cost nothing else', () => {
  test('phones', () => {
    const draft = draftOf('profiles', { email: 'a@b.ru', phones: '7,9E+10; +7 900 123-45-67; 12' })
    expect(recordOf(draft, 'person').phones).toEqual(['+79001234567'])
    expect(draft.result === 'drafts' && draft.findings).toEqual([
      { code: 'phone.rounded', level: 'warning', column: 'phones' },
      { code: 'phone.invalid', level: 'warning', column: 'phones' },
    ])
  })

  test('dates and numbers', () => {
    const rows = [{ email: 'a@b.ru', _regdate: '31.02.2020', score: 'many', _bdate: '1990-02-30' }]
    const good = Array.from({ length: 99 }, (_, at) => ({
      email: `p${at}@b.ru`,
      _regdate: '01.02.2020',
      score: '1',
      _bdate: '1990-02-20',
    }))
    const [draft] = draftsOf([{ name: 'p', kind: 'profiles', rows: [...rows, ...good] }])
    expect(draft && codesOf(draft).sort()).toEqual(['date.invalid', 'date.invalid', 'number.invalid'])
    expect(draft && recordOf(draft, 'person')).not.toHaveProperty('addTime')
  })

  test('owners who are no users: the chosen one, told', () => {
    const draft = draftOf(
      'profiles',
      { email: 'a@b.ru', owner_email: 'gone@shop.example' },
      { answers: { 'owner:file:gone@shop.example': 'boris@shop.example' } },
    )
    expect(recordOf(draft, 'person').ownerId).toBe(2)
    expect(codesOf(draft)).toEqual(['owner.unknown'])
    expect(
      recordOf(draftOf('profiles', { email: 'a@b.ru', owner_email: 'BORIS@shop.example' }), 'person').ownerId,
    ).toBe(2)
  })
})

describe('organizations', () => {
  const organization = (row: JsonObject) => {
    const draft = draftOf('profiles', { email: 'ivan@romashka.ru', ...row })
    return draft.result === 'drafts' ? draft.drafts[1] : undefined
  }

  test('by the domain of the company site', () => {
    expect(organization({ company: 'ООО «Ромашка»', company_site: 'https://www.romashka.com/' })).toMatchObject({
      sourceKey: 'organization:domain:romashka.com',
      matchKeys: ['domain:romashka.com', 'name:ромашка'],
      record: { name: 'ООО «Ромашка»', domain: 'romashka.com' },
    })
  })

  test('by name, with the domain of the person’s e-mail', () => {
    expect(organization({ company: 'Ромашка' })?.matchKeys).toEqual(['domain:romashka.ru', 'name:ромашка'])
    expect(organization({ company: 'Ромашка', email: 'ivan@gmail.com' })).toMatchObject({
      sourceKey: 'organization:name:ромашка',
      matchKeys: ['name:ромашка'],
    })
  })

  test('an e-mail alone, a mail provider as site, or a legal form make none', () => {
    expect(organization({})).toBeUndefined()
    expect(organization({ company_site: 'mail.ru' })).toBeUndefined()
    expect(organization({ company: 'ООО', email: 'a@gmail.com' })).toBeUndefined()
  })

  test('the person is linked to it', () => {
    const draft = draftOf('profiles', { email: 'ivan@romashka.ru', company_site: 'romashka.ru' })
    expect(recordOf(draft, 'person').organization).toBe('organization:domain:romashka.ru')
    expect(recordOf(draft, 'organization').custom.altcraft_organization_key__c).toEqual({
      type: 'varchar',
      value: 'domain:romashka.ru',
    })
  })
})

test('the same row gives the same draft, and an account in Russian changes titles only', () => {
  expect(drafted()).toEqual(drafted())
  expect(drafted({}, { account: { me: { ...account.me, language: 'ru' } } })).toEqual(drafted())
})
