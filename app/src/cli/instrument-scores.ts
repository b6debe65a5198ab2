import {
  type Instrument,
  instruments,
  itemValue,
  type ScaleReliability,
  scaleReliability,
  scoreInstrument,
} from '@rounds/methods'
import { oneOf } from './option-values.ts'
import { readColumns } from './read-columns.ts'
import { textTable } from './text-table.ts'

/** What the people of a file scored on one scale of an instrument. */
type ScaleScores = Readonly<{
  scale: string
  scored: number
  notScorable: number
  /** Null where nobody could be scored, or (sd) fewer than two; the T-score where the scale has a table. */
  mean: number | null
  sd: number | null
  meanT: number | null
  /** Of the people who answered every item; null for a scale of one item. */
  reliability: ScaleReliability | null
}>

export type InstrumentScores = Readonly<{
  method: Readonly<{ name: 'instrument'; version: '1'; parameters: Readonly<{ instrument: string }> }>
  n: number
  scales: readonly ScaleScores[]
}>

type Answers = Readonly<Record<string, number | null>>

/** Scores the people of a file, a column an item by its id, on each scale of an instrument. */
export function instrumentScores(file: string, id: string): InstrumentScores {
  const known = oneOf(
    '--instrument',
    id,
    instruments.map((one) => one.id),
  )
  const instrument = instruments.find((one) => one.id === known)!
  const people = readAnswers(file, instrument)
  const scored = people.map((answers) => scoreInstrument(instrument, answers))
  return {
    method: { name: 'instrument', version: '1', parameters: { instrument: known } },
    n: people.length,
    scales: instrument.scales.map(({ id: scale, items }, at) => {
      const scores = scored.flatMap((its) => (its[at]?.kind === 'score' ? [its[at]] : []))
      const values = scores.map(({ score }) => score)
      const tScores = scores.flatMap(({ tScore }) => tScore?.t ?? [])
      return {
        scale,
        scored: scores.length,
        notScorable: people.length - scores.length,
        mean: meanOf(values),
        sd: deviationOf(values),
        meanT: meanOf(tScores),
        reliability: items.length < 2 ? null : scaleReliability(completeRows(instrument, items, people)),
      }
    }),
  }
}

/** Scores on an instrument as text for a terminal. */
export function instrumentReport({ method, n, scales }: InstrumentScores): string {
  const figure = (value: number | null, digits = 2) => (value === null ? '–' : value.toFixed(digits))
  return [
    `${method.parameters.instrument}: ${n} people`,
    ...textTable(
      ['scale', 'scored', 'too few answers', 'mean', 'sd', 'mean T', 'alpha', '95 % interval'],
      scales.map(({ scale, scored, notScorable, mean, sd, meanT, reliability }) => [
        scale,
        String(scored),
        String(notScorable),
        figure(mean),
        figure(sd),
        figure(meanT, 1),
        ...(reliability?.kind === 'estimate'
          ? [
              figure(reliability.alpha),
              `${figure(reliability.feldt.lower)} to ${figure(reliability.feldt.upper)}`,
            ]
          : ['–', '–']),
      ]),
    ),
  ].join('\n')
}

function readAnswers(file: string, { items }: Instrument): readonly Answers[] {
  const { rows } = readColumns(file, { required: items.map(({ id }) => id) })
  return rows.map((row) =>
    Object.fromEntries(
      items.map(({ id, least, most }) => [
        id,
        ['', 'NA'].includes(row.text(id)) ? null : row.number(id, { least, most, whole: true }),
      ]),
    ),
  )
}

function completeRows(instrument: Instrument, ids: readonly string[], people: readonly Answers[]) {
  const items = instrument.items.filter(({ id }) => ids.includes(id))
  return people.flatMap((answers) => {
    const row = items.flatMap((item) => {
      const answer = answers[item.id] ?? null
      return answer === null ? [] : [itemValue(item, answer)]
    })
    return row.length === items.length ? [row] : []
  })
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviationOf(values: readonly number[]): number | null {
  const mean = meanOf(values)
  if (mean === null || values.length < 2) return null
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}
