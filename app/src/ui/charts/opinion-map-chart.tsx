import { extent } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { curveBasisClosed, line } from 'd3-shape'
import { useChrome, useWords } from '../chrome-context.ts'
import { Table } from '../table.tsx'
import { Figure } from './figure.tsx'

export type Place = Readonly<{ x: number; y: number }>

/**
 * A group: its name, its size, and the outline of where its people stand.
 *
 * The outline is drawn as a closed curve that does not pass through its points; still, give the outline of a
 * distribution (an ellipse), never people's own places.
 */
export type MapGroupShape = Readonly<{
  label: string
  size: number | null
  centre: Place
  outline: readonly Place[]
}>

const width = 340
const height = 260
const margin = 26

/**
 * Where the groups of opinion stand to each other, and where the reader stands; nobody else is drawn.
 *
 * @param you null for a reader who did not take part
 */
export function OpinionMapChart({
  id,
  sentence,
  groups,
  you,
}: {
  id: string
  sentence: string
  groups: readonly MapGroupShape[]
  you: Place | null
}) {
  const t = useWords()
  const { formats } = useChrome()
  const places = [...groups.flatMap((group) => [...group.outline, group.centre]), ...(you ? [you] : [])]
  const [left = -1, right = 1] = extent(places, (place) => place.x) as [
    number | undefined,
    number | undefined,
  ]
  const [low = -1, high = 1] = extent(places, (place) => place.y) as [number | undefined, number | undefined]
  const unit = Math.min(
    (width - 2 * margin) / Math.max(right - left, 1e-9),
    (height - 2 * margin) / Math.max(high - low, 1e-9),
  )
  const around = (middle: number, size: number): [number, number] => [
    middle - size / 2 / unit,
    middle + size / 2 / unit,
  ]
  const x = scaleLinear(around((left + right) / 2, width), [0, width])
  const y = scaleLinear(around((low + high) / 2, height), [height, 0])
  const curve = line<Place>(
    (place) => x(place.x),
    (place) => y(place.y),
  )
    .curve(curveBasisClosed)
    .digits(1)
  return (
    <Figure
      id={id}
      sentence={sentence}
      table={
        <Table
          caption={t('chart.groups')}
          columns={[
            {
              title: t('chart.group'),
              cell: (group: MapGroupShape) => <span data-content>{group.label}</span>,
              rowHeader: true,
            },
            {
              title: t('chart.people'),
              cell: ({ size }) => (size === null ? t('chart.hidden') : formats.number(size)),
              number: true,
            },
          ]}
          rows={groups}
        />
      }
    >
      <svg class="opinion-map" viewBox={`0 0 ${width} ${height}`} focusable="false" aria-hidden="true">
        {groups.map((group, index) => (
          <path key={group.label} class={`outline outline-${index % 5}`} d={curve(group.outline) ?? ''} />
        ))}
        {groups.map((group) => (
          <text
            key={group.label}
            class="map-label"
            x={Math.round(x(group.centre.x))}
            y={Math.round(y(group.centre.y))}
            data-content
          >
            {group.label}
          </text>
        ))}
        {you ? (
          <g transform={`translate(${Math.round(x(you.x))} ${Math.round(y(you.y))})`}>
            <circle class="you-ring" r="8" />
            <circle class="you-dot" r="3.5" />
            <text class="you-label" y={y(you.y) > height - 40 ? -14 : 25}>
              {t('chart.you')}
            </text>
          </g>
        ) : null}
      </svg>
    </Figure>
  )
}
