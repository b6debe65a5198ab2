import { useChrome, useWords } from '../chrome-context.ts'
import { Data, type DataText } from '../data.tsx'
import { Table } from '../table.tsx'
import { Figure } from './figure.tsx'
import { IntervalBar } from './interval-bar.tsx'
import type { Share } from './share.ts'

/** One stratum value: how many were asked, and the share of them who answered, unless hidden. */
export type ParticipationRow = Readonly<{
  label: DataText
  invited: number | null
  /** People of the category in the network; null where hidden. */
  roster: number | null
  took: number | null
  rate: Share | null
}>

/**
 * Who answered, of those asked, by the categories of one stratum.
 *
 * @param everybody the share among all, drawn as a line through every bar; null where hidden
 */
export function ParticipationChart({
  id,
  sentence,
  category,
  rows,
  everybody,
}: {
  id: string
  sentence: string
  category: DataText
  rows: readonly ParticipationRow[]
  everybody: number | null
}) {
  const t = useWords()
  const { formats } = useChrome()
  const count = (people: number | null) => (people === null ? t('chart.hidden') : formats.number(people))
  const value = ({ rate }: ParticipationRow) => (rate ? formats.percent(rate.share) : t('chart.hidden'))
  return (
    <Figure
      id={id}
      sentence={sentence}
      legend={
        everybody === null ? undefined : (
          <p class="legend">
            <svg viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
              <line class="bar-line" x1="0" x2="0" y1="-9" y2="9" />
            </svg>
            {t('chart.everybody', { share: formats.percent(everybody) })}
          </p>
        )
      }
      table={
        <Table
          caption={t('chart.asked')}
          columns={[
            {
              title: t('chart.category'),
              cell: (row: ParticipationRow) => <Data of={row.label} />,
              rowHeader: true,
            },
            { title: t('chart.invited'), cell: (row) => count(row.invited), number: true },
            { title: t('chart.roster'), cell: (row) => count(row.roster), number: true },
            {
              title: t('chart.respondents'),
              cell: (row) => count(row.took),
              number: true,
            },
            { title: t('chart.share'), cell: value, number: true },
            {
              title: t('chart.interval'),
              cell: ({ rate }) =>
                rate
                  ? t('chart.range', { low: formats.percent(rate.low), high: formats.percent(rate.high) })
                  : '–',
              number: true,
            },
          ]}
          rows={rows}
        />
      }
    >
      <p class="chart-category">
        <Data of={category} />
      </p>
      <div class="bars">
        {rows.map((row, index) => (
          <IntervalBar
            key={index}
            label={<Data of={row.label} />}
            kind="better"
            share={row.rate}
            value={value(row)}
            line={everybody ?? undefined}
          />
        ))}
      </div>
    </Figure>
  )
}
