import { blocksOf } from './markdown.ts'

/** One block of the newer text, or one that is no longer there, in reading order. */
export type ChangedBlock = Readonly<{ kind: 'same' | 'added' | 'removed'; text: string }>

/**
 * Compares two Markdown texts block by block (paragraph, heading, list, table): the longest common run of
 * blocks stays, what is replaced is removed first and then added.
 *
 * Leaving out `added` gives the older text's blocks, leaving out `removed` the newer one's.
 */
export function compareTexts(before: string, after: string): readonly ChangedBlock[] {
  const older = blocksOf(before)
  const newer = blocksOf(after)
  const width = newer.length + 1
  const common = new Uint32Array((older.length + 1) * width)
  for (let i = older.length - 1; i >= 0; i -= 1)
    for (let j = newer.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        older[i] === newer[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
  const blocks: ChangedBlock[] = []
  let i = 0
  let j = 0
  while (i < older.length || j < newer.length) {
    const [old, fresh] = [older[i], newer[j]]
    if (old !== undefined && old === fresh) {
      blocks.push({ kind: 'same', text: old })
      i += 1
      j += 1
    } else if (
      old !== undefined &&
      (fresh === undefined || (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      blocks.push({ kind: 'removed', text: old })
      i += 1
    } else if (fresh !== undefined) {
      blocks.push({ kind: 'added', text: fresh })
      j += 1
    }
  }
  return blocks
}
