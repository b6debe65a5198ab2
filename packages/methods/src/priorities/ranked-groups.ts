/**
 * Items in groups such that every item of a group was put before and after every other one of it, directly or by way
 * of others: the strongly connected parts of the graph of precedences.
 *
 * One group: finite worths exist (Ford LR. Am Math Mon 1957;64:28–33. doi:10.1080/00029890.1957.11989117). More: some
 * items never came after some others, so that the worths between them run away without a prior.
 */
export function rankedGroups(
  items: readonly string[],
  precedences: readonly (readonly [string, string])[],
): readonly (readonly string[])[] {
  const after = new Map(items.map((item) => [item, new Set<string>()]))
  const before = new Map(items.map((item) => [item, new Set<string>()]))
  for (const [first, second] of precedences) {
    after.get(first)!.add(second)
    before.get(second)!.add(first)
  }
  const left = new Set(items)
  const groups: (readonly string[])[] = []
  for (const item of items) {
    if (!left.has(item)) continue
    const forward = reached(item, after)
    const group = [...reached(item, before)].filter((other) => forward.has(other))
    for (const member of group) left.delete(member)
    groups.push(items.filter((one) => group.includes(one)))
  }
  return groups
}

function reached(from: string, edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set([from])
  for (const item of found) for (const next of edges.get(item)!) found.add(next)
  return found
}
