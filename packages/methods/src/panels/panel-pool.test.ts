import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { isPanel, panelPool } from './panel-pool.ts'
import type { PanelRequest } from './panel-pool.ts'

const person = (role: string, site: string, team = '') => ({ role, site, team })
const request: PanelRequest = {
  size: 3,
  quotas: [
    { category: 'role', feature: 'nurse', min: 1, max: 2 },
    { category: 'role', feature: 'physician', min: 1, max: 2 },
    { category: 'site', feature: 'north', min: 0, max: 2 },
    { category: 'site', feature: 'south', min: 1, max: 3 },
  ],
  people: [
    person('nurse', 'north', 'A'),
    person('nurse', 'north', 'A'),
    person('physician', 'south', 'A'),
    person('nurse', 'north'),
    person('physician', 'south', 'B'),
  ],
}
const membersOf = (more: Partial<PanelRequest>) =>
  panelPool({ ...request, ...more }).profiles.map(({ members }) => members)

describe('a pool', () => {
  it('puts people together whom no quota tells apart', () => {
    expect(membersOf({})).toEqual([
      [0, 1, 3],
      [2, 4],
    ])
  })

  it('tells a team apart only where it has more people than may sit', () => {
    expect(membersOf({ limits: [{ column: 'team', most: 2 }] })).toEqual([[0, 1], [2], [3], [4]])
    expect(membersOf({ limits: [{ column: 'team', most: 3 }] })).toEqual([
      [0, 1, 3],
      [2, 4],
    ])
    const { rules, ruleAt, columns } = panelPool({ ...request, limits: [{ column: 'team', most: 2 }] })
    expect(rules.at(-1)).toMatchObject({
      min: 0,
      max: 2,
      profiles: [0, 1],
      of: { kind: 'limit', value: 'A' },
    })
    expect(columns).toBe(3)
    expect([...ruleAt]).toEqual([0, 2, 4, 1, 3, 4, 0, 2, 5, 1, 3, 5])
  })

  it('takes those without a team for no team', () => {
    const people = [person('nurse', 'north'), person('nurse', 'north'), person('physician', 'south')]
    expect(membersOf({ people, limits: [{ column: 'team', most: 1 }] })).toEqual([[0, 1], [2]])
    const { rules } = panelPool({ ...request, people, limits: [{ column: 'team', most: 1 }] })
    expect(rules.every(({ of }) => of.kind === 'quota')).toBe(true)
  })

  it('leaves out who is excluded, and keeps the places of the others', () => {
    expect(membersOf({ excluded: new Set([0, 4]) })).toEqual([[1, 3], [2]])
  })

  it('leaves to those who are drawn what those who stay have not filled', () => {
    const pool = panelPool({ ...request, staying: new Set([0, 3]), limits: [{ column: 'team', most: 2 }] })
    expect(pool.seats).toBe(1)
    expect(pool.profiles).toEqual([{ members: [1] }, { members: [2] }, { members: [4] }])
    expect(pool.rules.map(({ min, max }) => [min, max])).toEqual([
      [0, 0],
      [1, 2],
      [0, 0],
      [1, 3],
      [0, 1],
    ])
  })

  it('knows a panel', () => {
    const pool = panelPool(request)
    const isOne = (...counts: number[]) => isPanel(pool, Int32Array.from(counts))
    expect(isOne(2, 1)).toBe(true)
    expect(isOne(1, 2)).toBe(true)
    expect(isOne(3, 0)).toBe(false)
    expect(isOne(1, 1)).toBe(false)
    expect(isOne(0, 3)).toBe(false)
    expect(isOne(4, -1)).toBe(false)
  })

  it.each<[string, Partial<PanelRequest>, string]>([
    ['no seat', { size: 0 }, 'size'],
    ['half a seat', { size: 2.5 }, 'size'],
    [
      'a minimum over its maximum',
      { quotas: [{ category: 'role', feature: 'nurse', min: 2, max: 1 }] },
      'quotas',
    ],
    ['a negative minimum', { quotas: [{ category: 'role', feature: 'nurse', min: -1, max: 1 }] }, 'quotas'],
    ['half a maximum', { quotas: [{ category: 'role', feature: 'nurse', min: 0, max: 1.5 }] }, 'quotas'],
    ['a quota twice', { quotas: [...request.quotas, request.quotas[0]!] }, 'quotas'],
    ['a feature without quota', { people: [person('porter', 'north')] }, 'people'],
    ['a person without a category', { people: [{ role: 'nurse' }] }, 'people'],
    ['a limit of nobody', { limits: [{ column: 'team', most: 0 }] }, 'limits'],
    ['an excluded place that is none', { excluded: new Set([5]) }, 'excluded'],
    ['a staying place that is none', { staying: new Set([-1]) }, 'staying'],
    ['as many who stay as seats', { staying: new Set([0, 1, 2]) }, 'staying'],
  ])('refuses %s', (_, more, argument) => {
    const refused = () => panelPool({ ...request, ...more })
    expect(refused).toThrow(InvalidInput)
    expect(refused).toThrow(argument)
  })
})
