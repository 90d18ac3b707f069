interface ProgressBarProps {
  label: string
  /** 0 to 1; null where nobody knows how much is to come. */
  share: number | null
  valueText: string
}

export function ProgressBar({ label, share, valueText }: ProgressBarProps) {
  const percent = share === null ? undefined : Math.round(Math.min(1, share) * 100)
  return (
    <span
      className={percent === undefined ? 'bar bar-thin bar-unknown' : 'bar bar-thin'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
    >
      <span className="bar-part bar-done" style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </span>
  )
}
