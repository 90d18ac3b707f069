import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startTestSandbox, startTestStack } from '../support/stack.ts'

interface RowFiles {
  files: { datasetId: string; file: string; selection: string; rows: number }[]
}

it('profiles without e-mail come back as a file that, corrected, can be uploaded as it is', {
  timeout: 240_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-second-'))
  const sandbox = await startTestSandbox({ plan: 'ultimate' })
  const stack = await startTestStack(sandbox)
  try {
    await writeFile(
      join(folder, '1_database_export.csv'),
      [
        'id,email,_fname,_lname,remark',
        '5a61f87d69d42678a8dc6d01,good@firm.example,Good,Person,=HYPERLINK("x")',
        '5a61f87d69d42678a8dc6d02,2@localhost,Placeholder,Person,"two\nlines"',
        '5a61f87d69d42678a8dc6d03,,None,Person,',
        '',
      ].join('\n'),
    )
    const first = await stack.begin(folder)
    await stack.reach(first.runId, ['completed'])
    const { files } = await stack.api.get<RowFiles>(`/api/runs/${first.runId}/rows`)
    const remediation = files.find(({ selection }) => selection === 'remediation')
    expect(remediation).toMatchObject({ file: '1_database_export.csv', rows: 2 })
    const csv = await stack.download(`/api/runs/${first.runId}/rows/${remediation?.datasetId}/remediation`)
    expect(csv).toBe(
      [
        '\ufeffid,email,_fname,_lname,remark,altcraft_importer_row,altcraft_importer_reason',
        '5a61f87d69d42678a8dc6d02,2@localhost,Placeholder,Person,"two\nlines",2,profile.no_email',
        '5a61f87d69d42678a8dc6d03,,None,Person,,3,profile.no_email',
        '',
      ].join('\r\n'),
    )

    const corrected = join(folder, 'corrected')
    await mkdir(corrected)
    const text = csv.replace('2@localhost', 'second@firm.example').replace(',,None', ',third@firm.example,None')
    await writeFile(join(corrected, '1_database_export-remediation.csv'), text)
    const second = await stack.begin(corrected)
    await stack.reach(second.runId, ['completed'])
    expect((await stack.report(second.runId)).outcomes).toMatchObject({ profiles: { rows: 2, created: 2 } })
    const { persons = [], fields = [] } = await sandbox.records()
    expect(persons.map(({ name }) => name).sort()).toEqual(['Good Person', 'None Person', 'Placeholder Person'])
    expect(
      fields.map(({ field_name }) => String(field_name)).filter((name) => name.startsWith('altcraft_importer')),
    ).toEqual([])
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})
