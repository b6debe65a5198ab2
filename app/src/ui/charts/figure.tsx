import type { ComponentChildren } from 'preact'
import { useWords } from '../chrome-context.ts'
import { Details } from '../details.tsx'

/**
 * A chart with the one sentence that says what it shows, and its numbers as a table one tap away.
 *
 * The sentence is the drawing's text alternative too.
 *
 * @param quiet the sentence is not shown, because the drawing has every word of it
 * @param id unique on the page
 */
export function Figure({
  id,
  sentence,
  quiet = false,
  legend,
  table,
  children,
}: {
  id: string
  sentence: string
  quiet?: boolean | undefined
  legend?: ComponentChildren
  table: ComponentChildren
  children: ComponentChildren
}) {
  const t = useWords()
  return (
    <figure class="figure">
      <figcaption id={`${id}-sentence`} class={quiet ? 'visually-hidden' : undefined}>
        {sentence}
      </figcaption>
      {legend}
      <div class="chart" role="img" aria-labelledby={`${id}-sentence`}>
        {children}
      </div>
      <Details summary={t('chart.table')}>{table}</Details>
    </figure>
  )
}
