import { InvalidInput } from '../errors.ts'
import {
  type Instrument,
  type InstrumentItem,
  type InstrumentScale,
  requireInstrument,
} from './instrument.ts'

/** The score of one scale of one person. */
export type ScaleScore =
  | Readonly<{
      kind: 'score'
      scale: string
      answered: number
      score: number
      tScore: Readonly<{ t: number; se: number }> | null
    }>
  | Readonly<{
      kind: 'not-scorable'
      reason: 'too-few-answers'
      scale: string
      answered: number
      needed: number
    }>

/**
 * One person's scores on the scales of an instrument, by its declaration.
 *
 * @param instrument  items, reversals, scales, missing rules and T-tables
 * @param answers     item id: whole number within the item's range, or null where it was not answered or not relevant;
 *                    an item that is left out was not answered
 * @returns           a score for each scale, or that too few of its items were answered
 * @throws {InvalidInput} if an answer is of no item, or out of its range, or the declaration contradicts itself
 *
 * Checked: published vectors of the System Usability Scale; PROMIS tables at both ends; every instrument's least and
 * greatest answers.
 * Not for: comparison with norms (none are shipped); diagnosing a person.
 */
export function scoreInstrument(
  instrument: Instrument,
  answers: Readonly<Record<string, number | null>>,
): readonly ScaleScore[] {
  requireInstrument(instrument)
  const items = new Map(instrument.items.map((item) => [item.id, item]))
  const values = new Map<string, number>()
  for (const [id, answer] of Object.entries(answers)) {
    const item = items.get(id)
    if (item === undefined) throw new InvalidInput('answers', id, `items of ${instrument.id}`)
    if (answer !== null) values.set(id, itemValue(item, answer))
  }
  return instrument.scales.map((scale) => scaleScore(scale, values))
}

/** What an answer counts: recoded, then reversed. */
export function itemValue({ id, least, most, recode, reversed }: InstrumentItem, answer: number): number {
  if (!Number.isInteger(answer) || answer < least || answer > most) {
    throw new InvalidInput(id, answer, `a whole number in [${least}, ${most}]`)
  }
  if (recode === null) return reversed ? least + most - answer : answer
  const values = Object.values(recode)
  const value = recode[String(answer)]!
  return reversed ? Math.min(...values) + Math.max(...values) - value : value
}

function scaleScore(scale: InstrumentScale, values: ReadonlyMap<string, number>): ScaleScore {
  const given = scale.items.flatMap((id) => values.get(id) ?? [])
  const answered = given.length
  const needed = scale.answeredAtLeast
  if (answered < needed) {
    return { kind: 'not-scorable', reason: 'too-few-answers', scale: scale.id, answered, needed }
  }
  const mean = given.reduce((sum, value) => sum + value, 0) / answered
  const raw = { mean, sum: mean * scale.items.length, minimum: Math.min(...given) }[scale.aggregate]
  const place = scale.tScores === null ? -1 : Math.round(raw) - scale.tScores.from
  const t = scale.tScores?.t[place]
  const se = scale.tScores?.se[place]
  return {
    kind: 'score',
    scale: scale.id,
    answered,
    score: scale.factor * raw + scale.offset,
    tScore: t === undefined || se === undefined ? null : { t, se },
  }
}
