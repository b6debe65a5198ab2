import type { Need, StructNeed } from './plan.ts'

type Begin = { readonly walk: string; readonly type: string }

/**
 * The structures that are read, and where walks begin.
 *
 * A structure on which a walk goes down contains itself, and that has to be known before anything of it is read.
 * So a view is planned twice: the first time finds the places where walks begin, the second time reads them as
 * recursive. Two places from which one walk begins have one structure.
 */
export class Walks {
  readonly #known: ReadonlyMap<string, Begin>
  readonly #found = new Map<string, Begin>()
  readonly #structures = new Map<string, StructNeed>()

  constructor(before: Walks | null = null) {
    this.#known = before === null ? new Map() : before.#found
  }

  mark(walk: string, type: string, start: readonly (Need | null)[]): void {
    for (const need of start) {
      if (need?.need === 'struct' && !this.#found.has(need.at)) this.#found.set(need.at, { walk, type })
    }
  }

  /** What is read at a place below a structure. */
  structure(at: string, above: StructNeed | null): StructNeed {
    const begin = this.#known.get(at)
    const same = begin === undefined ? undefined : this.#structures.get(begin.walk)
    if (same !== undefined) return same
    const walked = new Map(above?.walked)
    const structure: StructNeed = { need: 'struct', at, fields: new Map(), walked }
    if (begin !== undefined) {
      walked.set(begin.type, structure)
      this.#structures.set(begin.walk, structure)
    }
    return structure
  }
}
