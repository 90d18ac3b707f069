import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { useReasonText } from '../src/i18n/reason-text.ts'
import { Badge, type Tone } from '../src/ui/badge.tsx'

const tones: Record<SourceFile['state'], Tone> = {
  uploading: 'active',
  uploaded: 'active',
  staging: 'active',
  staged: 'neutral',
  rejected: 'bad',
  duplicate: 'neutral',
}

/** One file; why it or some of its rows were rejected stands below its name. */
export function FileRow({ file }: { file: SourceFile }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasonOf = useReasonText()
  return (
    <tr>
      <th scope="row">
        <span className="file-name">{file.name}</span>
        {file.reason && <span className="why">{reasonOf(file.reason)}</span>}
        {!!file.rejectedRows && <span className="why">{t('files.rejectedRows', { count: file.rejectedRows })}</span>}
      </th>
      <td>
        {file.state === 'staged' && file.kind ? (
          t(`kind.${file.kind}`, { defaultValue: file.kind })
        ) : (
          <Badge tone={tones[file.state]}>{t(`files.state.${file.state}`)}</Badge>
        )}
      </td>
      <td className="number">{file.rows === null ? '–' : format.number(file.rows)}</td>
      <td className="number">{format.bytes(file.sizeBytes)}</td>
    </tr>
  )
}
