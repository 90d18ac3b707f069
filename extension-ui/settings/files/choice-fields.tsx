import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { delimiters, type Preview, type ReadingChoice, type SourceFile } from '../../src/api/file-types.ts'
import { encodings, kinds } from '../../src/api/reading-options.ts'
import { useDelimiterName, useEncodingName } from './reading-words.ts'

type Field = keyof ReadingChoice

const fieldsOf: Record<string, Field[]> = {
  csv: ['kind', 'encoding', 'delimiter', 'headerLine'],
  xlsx: ['kind', 'headerLine'],
  json: ['kind', 'encoding'],
  ndjson: ['kind', 'encoding'],
  xml: ['kind', 'encoding'],
  yml: ['kind', 'encoding'],
}
const allFields: Field[] = ['kind', 'encoding', 'delimiter', 'headerLine']
const headerLines = Array.from({ length: 30 }, (_, line) => line + 1)

interface ChoiceFieldsProps {
  choice: ReadingChoice
  onChoose: (choice: ReadingChoice) => void
  preview: Preview | undefined
  file: SourceFile
  disabled: boolean
}

/** What a person can say about how a file of this format is read; each left to detection at first, which tells what it found. */
export function ChoiceFields({ choice, onChoose, preview, file, disabled }: ChoiceFieldsProps) {
  const { t } = useTranslation()
  const encodingName = useEncodingName()
  const delimiterName = useDelimiterName()
  const table = preview?.status === 'table' ? preview : undefined
  const fields = fieldsOf[table?.format ?? file.format ?? ''] ?? allFields
  const lines = [...new Set([...headerLines, choice.headerLine ?? 0])].filter((line) => line > 0)
  const lineName = (line: number) => (line === 0 ? t('reading.noHeader') : t('reading.line', { line }))
  const kindName = (kind: string) => t(`kind.${kind}`, { defaultValue: kind })
  const found = (field: Field, name: string | null | undefined) =>
    choice[field] === undefined && name ? t('reading.found', { name }) : t('reading.detect')

  function set(field: Field, value: string | number | undefined): void {
    const { [field]: _before, ...others } = choice
    onChoose(value === undefined ? others : { ...others, [field]: value })
  }

  const controls: Record<Field, ReactNode> = {
    kind: (
      <Choice
        label={t('reading.kind')}
        auto={found('kind', table && kindName(table.kind))}
        value={choice.kind}
        options={kinds.map((kind) => [kind, kindName(kind)])}
        onChoose={(value) => set('kind', value)}
        disabled={disabled}
      />
    ),
    encoding: (
      <Choice
        label={t('reading.encoding')}
        auto={found('encoding', table && encodingName(table.encoding))}
        value={choice.encoding}
        options={encodings.map((encoding) => [encoding, encodingName(encoding)])}
        onChoose={(value) => set('encoding', value)}
        disabled={disabled}
      />
    ),
    delimiter: (
      <Choice
        label={t('reading.delimiter')}
        auto={found('delimiter', table?.delimiter && delimiterName(table.delimiter))}
        value={choice.delimiter}
        options={delimiters.map((delimiter) => [delimiter, delimiterName(delimiter)])}
        onChoose={(value) => set('delimiter', value)}
        disabled={disabled}
      />
    ),
    headerLine: (
      <Choice
        label={t('reading.headerLine')}
        auto={found('headerLine', typeof table?.headerLine === 'number' ? lineName(table.headerLine) : null)}
        value={choice.headerLine?.toString()}
        options={[0, ...lines].map((line) => [String(line), lineName(line)])}
        onChoose={(value) => set('headerLine', value === undefined ? undefined : Number(value))}
        disabled={disabled}
      />
    ),
  }
  return (
    <div className="choices">
      {fields.map((field) => (
        <div key={field} className={`choice-${field}`}>
          {controls[field]}
        </div>
      ))}
    </div>
  )
}

interface ChoiceProps {
  label: string
  /** What stands for leaving it to detection. */
  auto: string
  value: string | undefined
  options: [value: string, name: string][]
  onChoose: (value: string | undefined) => void
  disabled: boolean
}

function Choice({ label, auto, value, options, onChoose, disabled }: ChoiceProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        disabled={disabled}
        onChange={({ target }) => onChoose(target.value === '' ? undefined : target.value)}
      >
        <option value="">{auto}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </>
  )
}
