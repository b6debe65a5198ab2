/**
 * A two-way table with its totals as a network, in which counts are flows.
 *
 * Rows and columns (the totals' row and column last) are nodes, every count is an arc: cells and the grand total
 * run from their row to their column, row and column totals the other way. That the totals add up is then
 * conservation of flow at every node, so the counts a reader can still think possible are the circulations that
 * agree with the counts shown.
 *
 * Source: Cox LH. J Am Stat Assoc 1995;90:1453–62. doi:10.1080/01621459.1995.10476651
 */
export type TableNetwork = {
  readonly nodes: number
  readonly arcs: readonly Arc[]
}

export type Arc = {
  readonly row: number
  readonly column: number
  readonly from: number
  readonly to: number
  readonly count: number
}

/** @param counts  rows × columns of whole numbers ≥ 0, totals included as last row and last column; two or more of each */
export function tableNetwork(counts: readonly (readonly number[])[]): TableNetwork {
  const rows = counts.length
  const columns = counts[0]!.length
  const arcs = counts.flatMap((line, row) =>
    line.map((count, column) => {
      const isTotalOfOneLine = (row === rows - 1) !== (column === columns - 1)
      const [from, to] = isTotalOfOneLine ? [rows + column, row] : [row, rows + column]
      return { row, column, from, to, count }
    }),
  )
  return { nodes: rows + columns, arcs }
}

export type Search = {
  readonly network: TableNetwork
  /** The arc whose range is asked for; not used itself. */
  readonly arc: number
  /** Raise the count, or lower it. */
  readonly direction: 'raise' | 'lower'
  /** Stop when moved so far. */
  readonly limit: number
  /** Cost of using an arc; Infinity: its count is fixed. */
  readonly cost: (arc: number) => number
}

/**
 * How far one count can move when the others may move too, and which others move with it.
 *
 * Successive cheapest paths: exact for the distance, cheap (not always cheapest) for the arcs used.
 *
 * @returns distance ≤ limit, and the arcs moved along
 */
export function movable(search: Search): { readonly distance: number; readonly used: ReadonlySet<number> } {
  const { network, arc, direction, limit } = search
  const target = network.arcs[arc]!
  const [source, sink] = direction === 'raise' ? [target.to, target.from] : [target.from, target.to]
  const flow = new Float64Array(network.arcs.length)
  const used = new Set<number>()
  let distance = 0
  while (distance < limit) {
    const path = cheapestPath(search, flow, source, sink)
    if (path === undefined) break
    const room = path.map(({ index, forward }) =>
      forward ? Infinity : network.arcs[index]!.count + flow[index]!,
    )
    const step = Math.min(limit - distance, ...room)
    for (const { index, forward } of path) {
      flow[index] = flow[index]! + (forward ? step : -step)
      used.add(index)
    }
    distance += step
  }
  return { distance, used }
}

type Step = { readonly index: number; readonly forward: boolean; readonly before: number }

/** Bellman–Ford: tables on a page are small, and a moved arc may be moved back at no cost. */
function cheapestPath(
  search: Search,
  flow: Float64Array,
  source: number,
  sink: number,
): readonly Step[] | undefined {
  const { network, arc, cost } = search
  const reached = new Float64Array(network.nodes).fill(Infinity)
  const by: (Step | undefined)[] = Array.from({ length: network.nodes })
  reached[source] = 0
  for (let round = 0; round < network.nodes; round++) {
    let changed = false
    for (const [index, { from, to, count }] of network.arcs.entries()) {
      if (index === arc) continue
      const price = flow[index] === 0 ? cost(index) : 0
      if (price === Infinity) continue
      if (reached[from]! + price < reached[to]!) {
        reached[to] = reached[from]! + price
        by[to] = { index, forward: true, before: from }
        changed = true
      }
      if (count + flow[index]! > 0 && reached[to]! + price < reached[from]!) {
        reached[from] = reached[to]! + price
        by[from] = { index, forward: false, before: to }
        changed = true
      }
    }
    if (!changed) break
  }
  if (reached[sink] === Infinity) return undefined
  const path: Step[] = []
  for (let node = sink; node !== source;) {
    const step = by[node]!
    path.push(step)
    node = step.before
  }
  return path
}
