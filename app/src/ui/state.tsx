import type { ComponentChildren } from 'preact'
import { useWords } from './chrome-context.ts'
import { Ring, type RingState } from './ring.tsx'

/** One of the four states of what somebody said, with its ring. */
export function State({ of, words }: { of: RingState; words?: string | undefined }) {
  const t = useWords()
  return (
    <span class={`state state-${of}`}>
      <Ring state={of} />
      <span>{words ?? t(`state.${of}`)}</span>
    </span>
  )
}

/** A word that classifies: a kind, a theme, a level. */
export function Tag({
  children,
  kind = 'plain',
}: {
  children: ComponentChildren
  kind?: 'plain' | 'strong' | 'attention' | undefined
}) {
  return <span class={`tag ${kind}`}>{children}</span>
}

/** One step of the way from said to done; steps not reached have no date. */
export type TrailStep = Readonly<{ state: RingState; words?: string | undefined; body?: ComponentChildren }>

/** The way of one thing that was said: what happened to it so far, oldest first. */
export function Trail({ steps }: { steps: readonly TrailStep[] }) {
  const t = useWords()
  return (
    <ol class="trail">
      {steps.map((step, index) => (
        <li key={index} class={`state-${step.state}`}>
          <Ring state={step.state} />
          <div>
            <p class="trail-words">{step.words ?? t(`state.${step.state}`)}</p>
            {step.body}
          </div>
        </li>
      ))}
    </ol>
  )
}
