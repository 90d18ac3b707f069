import { describe, expect, it } from 'vitest'
import { codesOf, draftOf, draftsOf, planOf, recordOf } from './mapping-fixture.ts'

const row = {
  action: 'open',
  datetime: '2024-09-27T15:52:57.004Z',
  profile_id: '66f6aaa95a61f87d69d42678',
  email: 'Anna@Firm.example',
  campaign_name: 'Autumn',
  channel: 'email',
  event_id: '66f6aaa95a61f87d69d42679',
}

describe('a row of the action history', () => {
  it('is an event of its profile', () => {
    expect(recordOf(draftOf('history', row), 'event')).toEqual({
      person: ['id:66f6aaa95a61f87d69d42678', 'email:anna@firm.example'],
      type: 'open',
      at: '2024-09-27T15:52:57Z',
      campaign: 'Autumn',
      channel: 'email',
      id: '66f6aaa95a61f87d69d42679',
    })
  })

  it('that says a day alone has no time of day', () => {
    const { day, at } = recordOf(draftOf('history', { ...row, datetime: '2024-09-27' }), 'event')
    expect([day, at]).toEqual(['2024-09-27', '2024-09-26T21:00:00Z'])
  })

  it.each([
    [{ ...row, profile_id: '', email: '' }, 'event.no_person'],
    [{ ...row, action: '' }, 'event.type_missing'],
    [{ ...row, datetime: '' }, 'event.time_invalid'],
    [{ ...row, datetime: 'yesterday' }, 'event.time_invalid'],
  ])('without what it needs fails: %j', (broken, code) => {
    const drafts = draftsOf([{ name: 'history.csv', kind: 'history', rows: [broken, row, row] }])
    expect(drafts[0]).toMatchObject({ result: 'fail', code })
  })

  it('of a test is skipped', () => {
    expect(draftOf('history', { ...row, is_test: 'true' })).toMatchObject({ result: 'skip', code: 'event.test' })
  })

  it('stays a document where people chose to move no history', () => {
    const decisions = { columns: {}, fields: {}, values: {}, titles: {}, timeline: 'none' } as const
    expect(draftOf('history', row, { decisions })).toEqual({ result: 'handoff' })
  })

  it('says the same twice, and is another event with another id', () => {
    const drafts = draftsOf([{ name: 'h.csv', kind: 'history', rows: [row, row, { ...row, event_id: 'e2' }] }])
    const keys = drafts.map((draft) => (draft.result === 'drafts' ? draft.drafts[0].sourceKey : ''))
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[0])
  })
})

it('a goal is an event of its name', () => {
  const draft = draftOf('goals', {
    goal_name: 'Оформлен заказ',
    value: '25.5',
    date: '2024-05-01T10:00:00+07:00',
    email: 'a@firm.example',
  })
  expect(recordOf(draft, 'event')).toMatchObject({
    type: 'Оформлен заказ',
    at: '2024-05-01T03:00:00Z',
    value: '25.5',
    person: ['email:a@firm.example'],
  })
})

describe('a note', () => {
  const note = {
    note_id: '7',
    profile_id: '66f6aaa95a61f87d69d42678',
    text: 'Asked < twice\nCall back',
    author: 'Boris',
    created_at: '2024-03-01 12:00:00',
  }

  it('keeps its text, its time and its author, and hangs on what the row names', () => {
    const draft = draftOf('notes', { ...note, order_id: 'A-1', company: 'ООО «Ромашка»' })
    expect(recordOf(draft, 'note')).toEqual({
      person: ['id:66f6aaa95a61f87d69d42678'],
      order: 'order:A-1',
      organization: 'name:ромашка',
      content: 'Asked &lt; twice<br>Call back<p>Author: Boris</p>',
      addTime: '2024-03-01T09:00:00Z',
    })
    expect(draft.result === 'drafts' && draft.drafts[0].sourceKey).toBe('note:7')
  })

  it('that is HTML stays HTML, without what could act', () => {
    const { content } = recordOf(
      draftOf('notes', { ...note, author: '', text: '<p onclick="x">Hi <b>you</b></p>' }),
      'note',
    )
    expect(content).toBe('<p>Hi <b>you</b></p>')
  })

  it('without an owner or a text fails, and an unreadable time is told', () => {
    const drafts = draftsOf([
      {
        name: 'notes.csv',
        kind: 'notes',
        rows: [{ ...note, profile_id: '' }, { ...note, text: '' }, { ...note, created_at: 'long ago' }, note, note],
      },
    ])
    expect(drafts[0]).toMatchObject({ result: 'fail', code: 'note.no_owner' })
    expect(drafts[1]).toMatchObject({ result: 'fail', code: 'note.text_missing' })
    expect(drafts[2] && codesOf(drafts[2])).toEqual(['date.invalid'])
  })
})

describe('a row of a list of files', () => {
  it('says whose the file is and where it lies', () => {
    const draft = draftOf('files', {
      profile_id: '66f6aaa95a61f87d69d42678',
      file_path: 'docs/contract.pdf',
      file_name: 'Договор',
    })
    expect(recordOf(draft, 'file')).toEqual({
      person: ['id:66f6aaa95a61f87d69d42678'],
      path: 'docs/contract.pdf',
      name: 'Договор',
    })
  })

  it('without a path goes by the name, and without either fails', () => {
    const person = { profile_id: '66f6aaa95a61f87d69d42678' }
    expect(recordOf(draftOf('files', { ...person, file_name: 'a.pdf' }), 'file').path).toBe('a.pdf')
    const drafts = draftsOf([
      {
        name: 'f.csv',
        kind: 'files',
        rows: [
          { ...person, file_name: '' },
          { ...person, file_name: 'a.pdf' },
        ],
      },
    ])
    expect(drafts[0]).toMatchObject({ result: 'fail', code: 'attachment.path_missing' })
  })
})

it('a date of events that can be read in two ways is asked about', () => {
  const slashes = { action: 'open', date: '03/04/2024', email: 'a@firm.example' }
  const { questions } = planOf([{ name: 'history.csv', kind: 'history', rows: [slashes, slashes] }])
  expect(questions.map(({ id }) => id)).toContain('date_order:history.csv:date')
})
