import { InvalidInput } from '../errors.ts'

/** A text in the languages in which it has been published; null where no translation may be shipped. */
export type PublishedText = Readonly<{ en: string; fr: string | null }>

export type InstrumentItem = Readonly<{
  id: string
  /** Lowest and highest answer, whole numbers. */
  least: number
  most: number
  /** Scored as least + most − answer. */
  reversed: boolean
  /** Answer: what is scored in its place, before any reversal; null where the answer is. */
  recode: Readonly<Record<string, number>> | null
  text: PublishedText | null
}>

/** How one number is made of the answers to several items. */
export type InstrumentScale = Readonly<{
  id: string
  items: readonly string[]
  /** `minimum` of items recoded to 0 and 1 says whether all are at the top. */
  aggregate: 'mean' | 'sum' | 'minimum'
  /** Score = factor · aggregate + offset. */
  factor: number
  offset: number
  /** With fewer answers there is no score; with some missing, the mean of those given stands for them. */
  answeredAtLeast: number
  /** T-score, and its standard error, of the raw scores `from`, `from` + 1, …; null where there is no table. */
  tScores: Readonly<{ from: number; t: readonly number[]; se: readonly number[] }> | null
}>

/**
 * A published questionnaire: who may use it, its items, and how it is scored.
 *
 * `ship`: its text is here, under a licence that allows it. `import`: structure and scoring only; who runs the
 * instrument brings the text and says by which licence.
 */
export type Instrument = Readonly<{
  id: string
  title: string
  delivery: 'ship' | 'import'
  licence: string
  attribution: string
  source: string
  /** Question before the items, and names of the answers in order; null where it is imported or has none. */
  stem: PublishedText | null
  anchors: readonly PublishedText[] | null
  items: readonly InstrumentItem[]
  scales: readonly InstrumentScale[]
}>

/**
 * Refuses a declaration that contradicts itself.
 *
 * @throws {InvalidInput} naming what: an id twice, a range without numbers, a recoding that misses an answer, a scale
 * of items that do not exist, more answers demanded than there are items, a T-table that does not cover the raw
 * scores, a shipped item without text, an imported one with text
 */
export function requireInstrument(instrument: Instrument): void {
  const { items, scales, delivery } = instrument
  const refuse = (argument: string, received: unknown, expected: string): never => {
    throw new InvalidInput(`${instrument.id}.${argument}`, received, expected)
  }
  const ids = new Set(items.map(({ id }) => id))
  if (items.length === 0 || ids.size !== items.length)
    refuse('items', items.length, 'items with ids of their own')
  for (const { id, least, most, recode, text } of items) {
    if (!Number.isInteger(least) || !Number.isInteger(most) || least >= most) {
      refuse(id, `${least} to ${most}`, 'a range of whole numbers')
    }
    const answers = Array.from({ length: most - least + 1 }, (_, i) => String(least + i))
    if (recode !== null && Object.keys(recode).toSorted().join() !== answers.toSorted().join()) {
      refuse(`${id}.recode`, Object.keys(recode).join(), `a value for each of ${answers.join()}`)
    }
    if ((text === null) === (delivery === 'ship')) refuse(`${id}.text`, text, `what ${delivery} says`)
  }
  for (const scale of scales) {
    const missing = scale.items.find((id) => !ids.has(id))
    if (missing !== undefined) refuse(`${scale.id}.items`, missing, 'items of the instrument')
    const least = scale.answeredAtLeast
    if (!Number.isInteger(least) || least < 1 || least > scale.items.length) {
      refuse(`${scale.id}.answeredAtLeast`, least, `a whole number in [1, ${scale.items.length}]`)
    }
    const table = scale.tScores
    if (table !== null && (least < scale.items.length || table.t.length !== table.se.length)) {
      refuse(`${scale.id}.tScores`, least, 'every item answered, and an error for every T')
    }
  }
}
