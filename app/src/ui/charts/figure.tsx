import type { ComponentChildren } from 'preact'
import { useWords } from '../chrome-context.ts'
import { Details } from '../details.tsx'

/**
 * A chart with the one sentence that says what it shows, and its numbers as a table one tap away.
 *
 * The sentence is the drawing's text alternative too.
 *
 * @param id unique on the page
 */
export function Figure({
  id,
  sentence,
  legend,
  table,
  children,
}: {
  id: string
  sentence: string
  legend?: ComponentChildren
  table: ComponentChildren
  children: ComponentChildren
}) {
  const t = useWords()
  return (
    <figure class="figure">
      <figcaption id={`${id}-sentence`}>{sentence}</figcaption>
      {legend}
      <div class="chart" role="img" aria-labelledby={`${id}-sentence`}>
        {children}
      </div>
      <Details summary={t('chart.table')}>{table}</Details>
    </figure>
  )
}
