import { useChrome, useWords } from '../chrome-context.ts'
import { Table } from '../table.tsx'
import { Figure } from './figure.tsx'
import { IntervalBar } from './interval-bar.tsx'
import type { MarkKind } from './mark.tsx'
import type { Share } from './share.ts'

const kinds: Record<'agree' | 'disagree' | 'pass', MarkKind> = {
  agree: 'better',
  disagree: 'worse',
  pass: 'usual',
}

/**
 * How a statement was answered: shares of agree, disagree and not sure, each with its interval.
 *
 * @param shares null where fewer than five would show
 * @param n those who answered
 * @param sentence what it says, in the reader's language; the text alternative
 */
export function AnswerChart({
  id,
  sentence,
  n,
  shares,
}: {
  id: string
  sentence: string
  n: number | null
  shares: Readonly<Record<'agree' | 'disagree' | 'pass', Share | null>>
}) {
  const t = useWords()
  const { formats } = useChrome()
  const rows = (['agree', 'disagree', 'pass'] as const).map((answer) => ({
    answer,
    label: t(`chart.${answer}`),
    share: shares[answer],
  }))
  const percent = (share: Share | null) => (share ? formats.percent(share.share) : t('chart.hidden'))
  const range = (share: Share | null) =>
    share ? t('chart.range', { low: formats.percent(share.low), high: formats.percent(share.high) }) : '–'
  return (
    <Figure
      id={id}
      sentence={sentence}
      quiet
      table={
        <Table
          caption={n === null ? sentence : t('chart.n', { n })}
          columns={[
            { title: t('chart.answers'), cell: (row) => row.label, rowHeader: true },
            { title: t('chart.share'), cell: (row) => percent(row.share), number: true },
            { title: t('chart.interval'), cell: (row) => range(row.share), number: true },
          ]}
          rows={rows}
        />
      }
    >
      <div class="bars">
        {rows.map(({ answer, label, share }) => (
          <IntervalBar key={answer} label={label} kind={kinds[answer]} share={share} value={percent(share)} />
        ))}
      </div>
      {n === null ? null : <p class="chart-n">{t('chart.n', { n })}</p>}
    </Figure>
  )
}
