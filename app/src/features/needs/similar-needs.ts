import { fold } from '../../platform/i18n/fold.ts'

/** A need as others may read it. */
export type WordedNeed = Readonly<{ id: string; text: string }>

/** A need and how much it resembles what was written: a cosine, 0 to 1. */
export type SimilarNeed = Readonly<{ id: string; likeness: number }>

const stopWords = new Set(
  (
    'a an and are as at be but by for from has have i if in is it its no not of on or our so that the their them there they this to too us was we were when which who will with you your ' +
    'au aux avec ce ces c d dans de des du elle en est et il ils je l la le les leur leurs mais me n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur trop un une vos votre vous y'
  ).split(' '),
)

/** The terms of a text: stems (the first six letters of each word that says something) and four-letter strings. */
function termsOf(text: string): { stems: string[]; strings: string[] } {
  const words = fold(text)
    .split(' ')
    .filter((word) => word.length > 1 && !stopWords.has(word))
  const padded = ` ${words.join(' ')} `
  const strings: string[] = []
  for (let at = 0; at + 4 <= padded.length; at += 1) strings.push(padded.slice(at, at + 4))
  return { stems: words.map((word) => word.slice(0, 6)), strings }
}

const counted = (terms: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

/** The cosine of each of these texts with one, each term weighed by how rarely it occurs among all of them. */
function cosines(asked: readonly string[], texts: readonly (readonly string[])[]): readonly number[] {
  const [first = new Map<string, number>(), ...others] = [asked, ...texts].map(counted)
  const inTexts = counted([...first.keys()])
  for (const one of others) for (const term of one.keys()) inTexts.set(term, (inTexts.get(term) ?? 0) + 1)
  const rarity = new Map<string, number>()
  for (const [term, count] of inTexts) rarity.set(term, Math.log(1 + (texts.length + 1) / count))
  const weight = (term: string, count: number) => (1 + Math.log(count)) * (rarity.get(term) ?? 0)
  const sought = new Map([...first].map(([term, count]) => [term, weight(term, count)]))
  const length = Math.hypot(...sought.values())
  return others.map((one) => {
    let sum = 0
    let squares = 0
    for (const [term, count] of one) {
      const own = weight(term, count)
      squares += own * own
      sum += own * (sought.get(term) ?? 0)
    }
    return sum === 0 ? 0 : Math.min(1, sum / (Math.sqrt(squares) * length))
  })
}

/**
 * The needs that say about the same as a text, most alike first: for a person to compare, never to merge unseen.
 *
 * Likeness is the mean of two TF-IDF cosines, over word stems and over strings of four letters, accents and case
 * folded, English and French stop words left out. It is lexical: two ways of saying a thing without a word in
 * common are not found (measured on ten paraphrase pairs in each language: the right one first 9 and 8 times).
 *
 * @param options.atLeast smallest likeness listed, 0 to 1
 * @param options.limit most needs listed
 * @returns ties in the order of ids, so that the same texts always give the same list
 */
export function similarNeeds(
  text: string,
  needs: readonly WordedNeed[],
  options: { atLeast?: number; limit?: number } = {},
): readonly SimilarNeed[] {
  const { atLeast = 0.18, limit = 3 } = options
  const asked = termsOf(text)
  const terms = needs.map((need) => termsOf(need.text))
  const byStems = cosines(
    asked.stems,
    terms.map((one) => one.stems),
  )
  const byStrings = cosines(
    asked.strings,
    terms.map((one) => one.strings),
  )
  return needs
    .map(({ id }, index) => ({ id, likeness: ((byStems[index] ?? 0) + (byStrings[index] ?? 0)) / 2 }))
    .filter(({ likeness }) => likeness >= atLeast)
    .toSorted((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}
