import type { Violation } from './architecture.ts'
import type { SourceFile } from './source-tree.ts'

/** No file leads back to itself, types counted (Tarjan's strongly connected components). */
export function checkCycles(sources: SourceFile[]): Violation[] {
  const edges = new Map(
    sources.map(({ file, imports }) => [file, imports.flatMap(({ target }) => target ?? [])]),
  )
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: Violation[] = []

  const connect = (file: string): number => {
    const order = index.size
    index.set(file, order)
    low.set(file, order)
    stack.push(file)
    for (const target of edges.get(file) ?? []) {
      if (!edges.has(target)) continue
      const reached = index.has(target)
        ? stack.includes(target)
          ? (index.get(target) ?? order)
          : order
        : connect(target)
      low.set(file, Math.min(low.get(file) ?? order, reached))
    }
    const lowest = low.get(file) ?? order
    if (lowest === order) {
      const ring = stack.splice(stack.indexOf(file))
      if (ring.length > 1 || (edges.get(file) ?? []).includes(file)) {
        found.push({ rule: 'cycles', file, message: `a circle of imports: ${[...ring, file].join(' → ')}` })
      }
    }
    return lowest
  }
  for (const file of edges.keys()) if (!index.has(file)) connect(file)
  return found
}
