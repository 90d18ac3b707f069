import { useTranslation } from 'react-i18next'
import type { UploadItem } from '../../src/api/upload-queue.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { isolate } from '../../src/i18n/isolate.ts'
import { errorText } from '../../src/i18n/reason-text.ts'
import { useDeps } from '../../src/ui/deps.ts'
import { ProgressBar } from '../../src/ui/progress-bar.tsx'

const shownWaiting = 10

/** Uploads that are not done: those under way and those that failed first. */
export function UploadList({ uploads }: { uploads: UploadItem[] }) {
  const { t } = useTranslation()
  if (uploads.length === 0) return null
  const waiting = uploads.filter(({ state }) => state === 'waiting')
  const begun = uploads.filter(({ state }) => state !== 'waiting')
  const more = waiting.length - shownWaiting
  return (
    <section className="uploads" aria-label={t('uploads.title')}>
      <p className="quiet">{t('uploads.stay')}</p>
      <ul>
        {[...begun, ...waiting.slice(0, shownWaiting)].map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
      {more > 0 && <p className="quiet">{t('uploads.moreWaiting', { count: more })}</p>}
    </section>
  )
}

function UploadRow({ upload }: { upload: UploadItem }) {
  const { t, i18n } = useTranslation()
  const { uploads } = useDeps()
  const { id, name, state, sizeBytes, sentBytes, replaces, error } = upload
  const told = useProgressText(upload)
  return (
    <li className="upload">
      <span className="file-name" title={name}>
        <bdi>{name}</bdi>
      </span>
      <span className="actions">
        {state === 'failed' && (
          <button type="button" className="button" onClick={() => uploads.retry(id)}>
            {t('app.retry')}
          </button>
        )}
        <button
          type="button"
          className="button"
          aria-label={t('uploads.cancelNamed', { name })}
          onClick={() => uploads.cancel(id)}
        >
          {t('uploads.cancel')}
        </button>
      </span>
      {state !== 'failed' && (
        <ProgressBar label={name} share={sizeBytes > 0 ? sentBytes / sizeBytes : 0} valueText={told} />
      )}
      <span className={state === 'failed' ? 'why why-bad' : 'why'} role={error ? 'alert' : undefined}>
        {error ? errorText(i18n, error) : told}
      </span>
      {replaces && <span className="why">{t('uploads.replaces', { name: isolate(replaces.name) })}</span>}
    </li>
  )
}

function useProgressText({ state, sizeBytes, sentBytes, bytesPerSecond }: UploadItem): string {
  const { t } = useTranslation()
  const format = useFormat()
  if (state === 'waiting') return `${t('uploads.waiting')} · ${format.bytes(sizeBytes)}`
  const sent = t('uploads.sent', { sent: format.bytes(sentBytes), size: format.bytes(sizeBytes) })
  if (state === 'interrupted') return `${sent} · ${t('uploads.interrupted')}`
  return bytesPerSecond === null ? sent : `${sent} · ${t('uploads.speed', { speed: format.bytes(bytesPerSecond) })}`
}
