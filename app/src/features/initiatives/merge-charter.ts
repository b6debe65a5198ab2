import type { CharterTexts } from './charter-fields.ts'

/** Two people's edits of one charter, put together. */
export type MergedCharter = Readonly<{
  /** Every field: theirs where only they changed it, mine where I did. */
  texts: CharterTexts
  /** The fields both changed, differently: `texts` has mine, somebody has to choose. */
  conflicts: readonly string[]
}>

const same = (
  a: string | readonly string[] | undefined,
  b: string | readonly string[] | undefined,
): boolean =>
  JSON.stringify(typeof a === 'object' ? [...a].toSorted() : (a ?? '').trim().replace(/\r\n/g, '\n')) ===
  JSON.stringify(typeof b === 'object' ? [...b].toSorted() : (b ?? '').trim().replace(/\r\n/g, '\n'))

/**
 * Puts two edits of the same charter together, field by field.
 *
 * @param base what I saw when I began; a field that is not in it counts as changed by both
 * @param mine what I send
 * @param theirs what was saved meanwhile; its fields are the fields there are
 */
export function mergeCharter(base: CharterTexts, mine: CharterTexts, theirs: CharterTexts): MergedCharter {
  const texts: Record<string, string | readonly string[]> = {}
  const conflicts: string[] = []
  for (const [field, their] of Object.entries(theirs)) {
    const own = mine[field] ?? (typeof their === 'string' ? '' : [])
    const iChanged = !(field in base) || !same(own, base[field])
    const theyChanged = !(field in base) || !same(their, base[field])
    texts[field] = iChanged ? own : their
    if (iChanged && theyChanged && !same(own, their)) conflicts.push(field)
  }
  return { texts, conflicts }
}

/** What the form carried as its beginning; nothing where it can't be read. */
export function readBase(text: string): CharterTexts {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as CharterTexts) : {}
  } catch {
    return {}
  }
}
