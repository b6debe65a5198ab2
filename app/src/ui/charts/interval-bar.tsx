import type { ComponentChildren } from 'preact'
import { Mark, type MarkKind } from './mark.tsx'
import { along, between, type Share } from './share.ts'

/**
 * One bar with its interval: words, drawing, figure.
 *
 * @param share null where it may not be shown: `value` says so in its place
 * @param line a share to compare with (everybody's), drawn through the bar
 */
export function IntervalBar({
  label,
  kind,
  share,
  value,
  line,
}: {
  label: ComponentChildren
  kind: MarkKind
  share: Share | null
  value: string
  line?: number | undefined
}) {
  return (
    <div class="bar-row">
      <span class="bar-label">{label}</span>
      <span class={share === null ? 'bar-hidden' : 'bar-value'}>{value}</span>
      {share === null ? null : (
        <svg class="bar" width="100%" focusable="false" aria-hidden="true">
          <rect class="bar-track" x="0" y="50%" width="100%" height="1" />
          <rect class={`bar-fill fill-${kind}`} x="0" y="20%" width={along(share.share)} height="60%" />
          <rect
            class={`bar-interval line-${kind}`}
            x={along(share.low)}
            y="50%"
            width={between(share.low, share.high)}
            height="2.5"
            transform="translate(0 -1.25)"
          />
          <Mark kind={kind} x={along(share.share)} y="50%" />
          {line === undefined ? null : (
            <line class="bar-line" x1={along(line)} x2={along(line)} y1="0" y2="100%" />
          )}
        </svg>
      )}
    </div>
  )
}
