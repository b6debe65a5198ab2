import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { discloseAgreement } from './disclose-agreement.ts'
import { discloseAnswers } from './disclose-answers.ts'

const minimum = 2

type Line = { agree: number; disagree: number; pass: number }
type Table = readonly [Line, Line]

const upTo = (most: number) => Array.from({ length: most + 1 }, (_, count) => count)
const lines: Line[] = upTo(7).flatMap((agree) =>
  upTo(4).flatMap((disagree) => upTo(3).map((pass) => ({ agree, disagree, pass }))),
)
const everyTable: Table[] = lines.flatMap((a) => lines.map((b): Table => [a, b]))

const totalsOf = ([a, b]: Table): Line => ({
  agree: a.agree + b.agree,
  disagree: a.disagree + b.disagree,
  pass: a.pass + b.pass,
})

/** The counts a reader may not learn to be small, and after them the ones that are sums of others. */
function countsOf(table: Table): number[] {
  const { agree, disagree, pass } = totalsOf(table)
  const [a, b] = table
  const own = [agree, disagree, pass, a.agree, a.disagree + a.pass, b.agree, b.disagree + b.pass]
  return [...own, agree + disagree + pass, a.agree + a.disagree + a.pass, b.agree + b.disagree + b.pass]
}

function publishedOf(table: Table): (number | null)[] {
  const totals = totalsOf(table)
  const all = discloseAnswers(totals, minimum)
  const groups = discloseAgreement(
    table.map((line, group) => ({ group: String(group), ...line })),
    totals,
    minimum,
  )
  const [a, b] = [groups[0]!, groups[1]!]
  const value = (one: { kind: 'shown'; count: number } | { kind: 'hidden' }) =>
    one.kind === 'shown' ? one.count : null
  return [
    value(all.agree),
    value(all.disagree),
    value(all.pass),
    value(a.agree),
    null,
    value(b.agree),
    null,
    value(all.answered),
    value(a.answered),
    value(b.answered),
  ]
}

describe('discloseAgreement', () => {
  it('lets an attacker who tries every table that agrees with what is shown tell of no small count that it is small', () => {
    const random = seededRandom(5)
    const all = everyTable.map((table) => ({ table, counts: countsOf(table) }))
    const tried = all.filter(({ table }) =>
      table.every((line) => line.agree <= 4 && line.disagree <= 2 && line.pass <= 1),
    )
    let small = 0
    for (let draw = 0; draw < 60; draw += 1) {
      const { table, counts } = tried[Math.floor(random() * tried.length)]!
      const shown = publishedOf(table)
      const possible = all.filter((one) =>
        shown.every((count, place) => count === null || count === one.counts[place]),
      )
      counts.slice(0, 7).forEach((count, place) => {
        if (count >= minimum) return
        small += 1
        const largest = possible.reduce((most, one) => Math.max(most, one.counts[place]!), 0)
        expect(largest, `${place} of ${JSON.stringify(table)}`).toBeGreaterThanOrEqual(minimum)
      })
    }
    expect(small).toBeGreaterThan(60)
  })

  it('shows what both groups say where nobody is few', () => {
    const groups = [
      { group: 'A', agree: 40, disagree: 9, pass: 1 },
      { group: 'B', agree: 12, disagree: 18, pass: 4 },
    ]
    expect(discloseAgreement(groups, { agree: 52, disagree: 27, pass: 5 })).toEqual([
      { group: 'A', agree: { kind: 'shown', count: 40 }, answered: { kind: 'shown', count: 50 } },
      { group: 'B', agree: { kind: 'shown', count: 12 }, answered: { kind: 'shown', count: 34 } },
    ])
  })

  it('shows one group that is everybody', () => {
    const everybody = { agree: 8, disagree: 7, pass: 6 }
    expect(discloseAgreement([{ group: 'A', ...everybody }], everybody)).toEqual([
      { group: 'A', agree: { kind: 'shown', count: 8 }, answered: { kind: 'shown', count: 21 } },
    ])
  })

  it('hides beside a single person in no group, whom the totals of everybody would give away', () => {
    const groups = [
      { group: 'A', agree: 40, disagree: 9, pass: 1 },
      { group: 'B', agree: 12, disagree: 18, pass: 4 },
    ]
    const disclosed = discloseAgreement(groups, { agree: 53, disagree: 27, pass: 5 })
    expect(disclosed.map(({ agree }) => agree.kind)).toEqual(['shown', 'hidden'])
  })

  it('refuses groups that repeat or that hold more than everybody', () => {
    const group = { group: 'A', agree: 5, disagree: 5, pass: 5 }
    expect(() => discloseAgreement([group, group], { agree: 10, disagree: 10, pass: 10 })).toThrow(
      InvalidInput,
    )
    expect(() => discloseAgreement([group], { agree: 4, disagree: 10, pass: 10 })).toThrow(InvalidInput)
  })
})
