import { max } from 'd3-array'
import { useChrome, useWords } from '../chrome-context.ts'
import { Data, type DataText } from '../data.tsx'
import { Table } from '../table.tsx'
import { Figure } from './figure.tsx'
import { Legend, Mark } from './mark.tsx'
import { along, between, type Share } from './share.ts'

/** One category's share of the network's roster, of those asked, and of those who answered. */
export type CompositionRow = Readonly<{
  label: DataText
  roster: number
  invited: number
  respondents: Share | null
}>

/** Whether those who answered are like those who were asked and like the network: three marks a row. */
export function CompositionChart({
  id,
  sentence,
  rows,
}: {
  id: string
  sentence: string
  rows: readonly CompositionRow[]
}) {
  const t = useWords()
  const { formats } = useChrome()
  const most = max(rows.flatMap((row) => [row.roster, row.invited, row.respondents?.high ?? 0])) ?? 1
  const end = Math.min(1, Math.ceil(most * 10) / 10 + 0.02)
  const at = (share: number) => along(share / end)
  return (
    <Figure
      id={id}
      sentence={sentence}
      legend={
        <Legend
          items={[
            { kind: 'usual', words: t('chart.roster') },
            { kind: 'worse', words: t('chart.invited') },
            { kind: 'better', words: t('chart.respondents') },
          ]}
        />
      }
      table={
        <Table
          caption={t('chart.composition')}
          columns={[
            {
              title: t('chart.category'),
              cell: (row: CompositionRow) => <Data of={row.label} />,
              rowHeader: true,
            },
            { title: t('chart.roster'), cell: (row) => formats.percent(row.roster), number: true },
            { title: t('chart.invited'), cell: (row) => formats.percent(row.invited), number: true },
            {
              title: t('chart.respondents'),
              cell: ({ respondents }) =>
                respondents ? formats.percent(respondents.share) : t('chart.hidden'),
              number: true,
            },
            {
              title: t('chart.interval'),
              cell: ({ respondents }) =>
                respondents
                  ? t('chart.range', {
                      low: formats.percent(respondents.low),
                      high: formats.percent(respondents.high),
                    })
                  : '–',
              number: true,
            },
          ]}
          rows={rows}
        />
      }
    >
      <div class="bars">
        {rows.map((row, index) => (
          <div key={index} class="bar-row">
            <span class="bar-label">
              <Data of={row.label} />
            </span>
            <span class={row.respondents ? 'bar-value' : 'bar-hidden'}>
              {row.respondents ? formats.percent(row.respondents.share) : t('chart.hidden')}
            </span>
            <svg class="bar" width="100%" focusable="false" aria-hidden="true">
              <rect class="bar-track" x="0" y="50%" width="100%" height="1" />
              {row.respondents ? (
                <rect
                  class="bar-interval line-better"
                  x={at(row.respondents.low)}
                  y="50%"
                  width={between(row.respondents.low / end, row.respondents.high / end)}
                  height="3"
                  transform="translate(0 -1.5)"
                />
              ) : null}
              <Mark kind="usual" x={at(row.roster)} y="50%" />
              <Mark kind="worse" x={at(row.invited)} y="50%" />
              {row.respondents ? <Mark kind="better" x={at(row.respondents.share)} y="50%" /> : null}
            </svg>
          </div>
        ))}
      </div>
    </Figure>
  )
}
