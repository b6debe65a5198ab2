import { useWords } from './chrome-context.ts'

/** How far one has come: "2 of 5", and a ring of as many parts. */
export function Progress({ now, total }: { now: number; total: number }) {
  const t = useWords()
  const gap = total > 1 && total <= 12 ? 0.16 : 0
  const parts = total <= 12 ? total : 1
  const done = total <= 12 ? Math.min(now, total) : Math.min(now / total, 1)
  const dashes = (count: number): string => Array.from({ length: count }, () => `${1 - gap} ${gap}`).join(' ')
  return (
    <p class="progress">
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <circle
          class="ring-track"
          cx="12"
          cy="12"
          r="9"
          pathLength={parts}
          stroke-dasharray={gap > 0 ? dashes(parts) : undefined}
          transform="rotate(-90 12 12)"
        />
        {done > 0 ? (
          <circle
            class="ring-arc"
            cx="12"
            cy="12"
            r="9"
            pathLength={parts}
            stroke-dasharray={gap > 0 ? `${dashes(done)} 0 ${parts}` : `${done} ${parts}`}
            transform="rotate(-90 12 12)"
          />
        ) : null}
      </svg>
      <span>{t('progress', { now, total })}</span>
    </p>
  )
}
