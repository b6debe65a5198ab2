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
 * of items that do not exist or stand twice, more answers demanded than there are items, a factor that is not finite, a
 * T-table that is not of the sums of all items from the least to the greatest, a shipped item without text, an imported one with text
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
    if (new Set(scale.items).size !== scale.items.length) {
      refuse(`${scale.id}.items`, scale.items.join(), 'each item once')
    }
    const least = scale.answeredAtLeast
    if (!Number.isInteger(least) || least < 1 || least > scale.items.length) {
      refuse(`${scale.id}.answeredAtLeast`, least, `a whole number in [1, ${scale.items.length}]`)
    }
    if (!Number.isFinite(scale.factor) || !Number.isFinite(scale.offset)) {
      refuse(`${scale.id}.factor`, `${scale.factor} and ${scale.offset}`, 'finite, and so the offset')
    }
    const problem = tTableProblem(scale, items)
    if (problem !== null)
      refuse(`${scale.id}.tScores`, problem, 'a T and its error for every sum of all items')
  }
}

/** What a T-table lacks: it stands for sums of all items, from the least to the greatest that there are. */
function tTableProblem(scale: InstrumentScale, items: readonly InstrumentItem[]): string | null {
  const { tScores, aggregate, answeredAtLeast } = scale
  if (tScores === null) return null
  if (aggregate !== 'sum') return `a table of a ${aggregate}`
  if (answeredAtLeast < scale.items.length) return `a table with ${answeredAtLeast} answers`
  const values = scale.items.map((id) => scoredValues(items.find((item) => item.id === id)!))
  const lowest = values.reduce((sum, its) => sum + Math.min(...its), 0)
  const highest = values.reduce((sum, its) => sum + Math.max(...its), 0)
  const { from, t, se } = tScores
  if (from !== lowest || t.length !== highest - lowest + 1 || se.length !== t.length) {
    return `${t.length} T and ${se.length} errors from ${from}, for sums from ${lowest} to ${highest}`
  }
  return [...t, ...se].every(Number.isFinite) ? null : 'a number that is not finite'
}

/** Every value that an item can count, before reversal, which keeps their least and greatest. */
function scoredValues({ least, most, recode }: InstrumentItem): readonly number[] {
  return recode === null ? [least, most] : Object.values(recode)
}
