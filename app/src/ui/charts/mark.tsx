/** What a mark means, by colour and by shape: usual ○ grey, better ▲ blue, worse ◆ orange, neutral ● violet. */
export type MarkKind = 'usual' | 'better' | 'worse' | 'neutral'

const shapes: Record<MarkKind, string> = {
  usual: 'M0-5a5 5 0 1 0 0 10a5 5 0 1 0 0-10Z',
  better: 'M0-6.5L6 5H-6Z',
  worse: 'M0-7L6.5 0L0 7L-6.5 0Z',
  neutral: 'M0-5.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11Z',
}

/** A mark at a place of the drawing that surrounds it; `x` and `y` are SVG lengths. */
export function Mark({ kind, x, y }: { kind: MarkKind; x: string | number; y: string | number }) {
  return (
    <svg x={x} y={y} class="mark-place">
      <path class={`mark mark-${kind}`} d={shapes[kind]} />
    </svg>
  )
}

/** What each mark of a chart stands for. */
export function Legend({ items }: { items: readonly Readonly<{ kind: MarkKind; words: string }>[] }) {
  return (
    <ul class="legend">
      {items.map(({ kind, words }) => (
        <li key={kind}>
          <svg viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
            <path class={`mark mark-${kind}`} d={shapes[kind]} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}
