/** How far round the ring has closed: nothing yet, a quarter, half, whole. */
export type RingState = 'received' | 'read' | 'decided' | 'done'

const quarters: Record<RingState, number> = { received: 0, read: 1, decided: 2, done: 4 }

/**
 * The ring that closes when an answer comes back: ○ ◔ ◑ ●.
 *
 * @param label its text alternative; leave out where the words stand beside it
 */
export function Ring({
  state,
  label,
  class: more,
}: {
  state: RingState
  label?: string | undefined
  class?: string | undefined
}) {
  const alternative = label ? { role: 'img' as const, 'aria-label': label } : { 'aria-hidden': true }
  const name = ['ring', `ring-${state}`, more].filter(Boolean).join(' ')
  return (
    <svg class={name} viewBox="0 0 24 24" focusable="false" {...alternative}>
      <circle class="ring-track" cx="12" cy="12" r="9" />
      {quarters[state] > 0 ? (
        <circle
          class="ring-arc"
          cx="12"
          cy="12"
          r="9"
          pathLength="4"
          stroke-dasharray={`${quarters[state]} 4`}
          transform="rotate(-90 12 12)"
        />
      ) : null}
      {state === 'done' ? <circle class="ring-dot" cx="12" cy="12" r="3.5" /> : null}
    </svg>
  )
}

/** The mark of the product: a ring of a question, closed by an answer. */
export function BrandRing() {
  return (
    <svg class="brand-ring" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path class="brand-asked" d="M12 3.5a8.5 8.5 0 1 1-8.5 8.5" />
      <path class="brand-answered" d="M3.9 9.4A8.5 8.5 0 0 1 9.4 3.9" />
    </svg>
  )
}
