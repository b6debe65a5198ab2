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

type Vector = ReadonlyMap<string, number>

const counted = (terms: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}

/** Weighs each text's terms by how rarely they occur among all of them, to vectors of length one. */
function weigh(texts: readonly (readonly string[])[]): readonly Vector[] {
  const counts = texts.map(counted)
  const inTexts = counted(counts.flatMap((one) => [...one.keys()]))
  return counts.map((one) => {
    const weighed = [...one].map(([term, count]): [string, number] => [
      term,
      (1 + Math.log(count)) * Math.log(1 + texts.length / (inTexts.get(term) ?? 1)),
    ])
    const length = Math.hypot(...weighed.map(([, weight]) => weight)) || 1
    return new Map(weighed.map(([term, weight]) => [term, weight / length]))
  })
}

function cosine(a: Vector, b: Vector): number {
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return Math.min(1, sum)
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
  const terms = [text, ...needs.map((need) => need.text)].map(termsOf)
  const stems = weigh(terms.map((one) => one.stems))
  const strings = weigh(terms.map((one) => one.strings))
  const empty: Vector = new Map()
  return needs
    .map((need, index) => ({
      id: need.id,
      likeness:
        (cosine(stems[0] ?? empty, stems[index + 1] ?? empty) +
          cosine(strings[0] ?? empty, strings[index + 1] ?? empty)) /
        2,
    }))
    .filter(({ likeness }) => likeness >= atLeast)
    .toSorted((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}
