import { extent } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { useWords } from '../chrome-context.ts'
import { Table } from '../table.tsx'
import { Figure } from './figure.tsx'
import { Mark, type MarkKind } from './mark.tsx'

/** One point of a series; `words` are its date and its value as the reader reads them. */
export type SeriesPoint = Readonly<{
  at: Date
  value: number
  words: Readonly<{ at: string; value: string }>
  kind?: MarkKind | undefined
}>

/**
 * A value over time, in the order of its points.
 *
 * @param target a value to reach, with its words ("Target 30 days")
 * @param valueTitle what the values are, for the table
 */
export function SeriesChart({
  id,
  sentence,
  points,
  target,
  valueTitle,
}: {
  id: string
  sentence: string
  points: readonly SeriesPoint[]
  target?: Readonly<{ value: number; words: string }> | undefined
  valueTitle?: string | undefined
}) {
  const t = useWords()
  const values = points.map((point) => point.value)
  const [low = 0, high = 1] = extent([...values, ...(target ? [target.value] : [])]) as [
    number | undefined,
    number | undefined,
  ]
  const [first = 0, last = 1] = extent(points, (point) => point.at.getTime()) as [
    number | undefined,
    number | undefined,
  ]
  const x = scaleLinear(first === last ? [first - 1, last + 1] : [first, last], [4, 96])
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [90, 10]).nice(4)
  const path = line<SeriesPoint>(
    (point) => x(point.at.getTime()),
    (point) => y(point.value),
  ).digits(2)(points)
  const ends = [points[0], points.length > 1 ? points.at(-1) : undefined]
  return (
    <Figure
      id={id}
      sentence={sentence}
      table={
        <Table
          caption={valueTitle ?? t('chart.value')}
          columns={[
            { title: t('chart.when'), cell: (point: SeriesPoint) => point.words.at, rowHeader: true },
            { title: t('chart.value'), cell: (point) => point.words.value, number: true },
          ]}
          rows={points}
        />
      }
    >
      <svg class="series" width="100%" focusable="false" aria-hidden="true">
        <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none">
          {target ? <path class="series-target" d={`M0 ${y(target.value)}H100`} /> : null}
          <path class="series-line" d={path ?? ''} />
        </svg>
        {target ? (
          <text class="series-words target" x="0" y={`${y(target.value)}%`} dy="-5">
            {target.words}
          </text>
        ) : null}
        {points.map((point) => (
          <Mark
            key={point.at.getTime()}
            kind={point.kind ?? 'usual'}
            x={`${x(point.at.getTime()).toFixed(2)}%`}
            y={`${y(point.value).toFixed(2)}%`}
          />
        ))}
      </svg>
      <p class="series-ends">
        {ends.map((point, index) =>
          point ? (
            <span key={index}>
              {point.words.at} · <strong>{point.words.value}</strong>
            </span>
          ) : null,
        )}
      </p>
    </Figure>
  )
}
