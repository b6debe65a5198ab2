/** Something the palette can go to. */
export type Entry = Readonly<{ href: string; words: string }>

/** How many the palette shows. */
export const shownAtMost = 12

/** Letters without accents or case: "résultats" is found by "resul". */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * The entries that contain every word typed, those first whose words begin with it; the order is kept otherwise.
 *
 * @returns at most `shownAtMost`; with nothing typed, the first ones
 */
export function rank(entries: readonly Entry[], typed: string): readonly Entry[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean)
  return entries
    .map((entry, order) => {
      const text = plain(entry.words)
      const starts = wanted.filter((word) => text.split(/[\s'’-]+/).some((part) => part.startsWith(word)))
      return { entry, order, score: starts.length, fits: wanted.every((word) => text.includes(word)) }
    })
    .filter(({ fits }) => fits)
    .toSorted((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, shownAtMost)
    .map(({ entry }) => entry)
}
