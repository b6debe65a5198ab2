import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded-random.ts'
import { opinionMap } from './opinion-map.ts'
import { proportionTest, smoothedProportion } from './representativeness.ts'
import type { Answer } from './vote-table.ts'
import { voteTable } from './vote-table.ts'

/**
 * Two conversations with the output of a Polis server, beside the repository: they may be checked against, not
 * shipped. Agree is −1 there.
 */
const folder = new URL('../../../../../shared/data/oracles/polis-server/', import.meta.url)
const present = existsSync(folder)
// oxlint-disable-next-line no-console
if (!present) console.warn(`SKIPPED: Polis server outputs are not at ${folder.pathname}`)

type ServerStatement = { tid: number; 'repful-for': 'agree' | 'disagree'; 'n-success': number } & Record<
  'n-trials' | 'p-success' | 'p-test' | 'repness' | 'repness-test',
  number
>
type Majority = { tid: number } & Record<'n-success' | 'n-trials' | 'p-success' | 'p-test', number>
type ServerMath = {
  n: number
  'n-cmts': number
  'in-conv': number[]
  'user-vote-counts': Record<string, number>
  tids: number[]
  'mod-out': number[]
  'meta-tids': number[]
  pca: {
    center: number[]
    comps: [number[], number[]]
    'comment-projection': [number[], number[]]
    'comment-extremity': number[]
  }
  'base-clusters': { id: number[]; members: number[][]; x: number[]; y: number[] }
  'group-clusters': { id: number; members: number[]; center: [number, number] }[]
  'group-votes': Record<
    string,
    { 'n-members': number; votes: Record<string, { A: number; D: number; S: number }> }
  >
  'group-aware-consensus': Record<string, number>
  'comment-priorities': Record<string, number>
  repness: Record<string, ServerStatement[]>
  consensus: { agree: Majority[]; disagree: Majority[] }
}

const answers: Record<string, Answer> = { '1': 'agree', '-1': 'disagree', '0': 'pass' }

const ids = (list: readonly number[]) => new Set(list.map(String))

function conversation(name: string) {
  const read = (file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8')
  const server = JSON.parse(read('math-pca2.json')) as ServerMath
  const votes = read('votes.csv')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [participant = '', statement = '', vote = ''] = line.split(',')
      return { participant, statement, answer: answers[vote]! }
    })
  const members = new Map(
    server['base-clusters'].id.map((id, i) => [id, server['base-clusters'].members[i]!]),
  )
  const assign = new Map(
    server['group-clusters'].flatMap((group) =>
      group.members.flatMap((base) =>
        members.get(base)!.map((id) => [String(id), String(group.id)] as const),
      ),
    ),
  )
  const common = {
    meta: ids(server['meta-tids']),
    moderatedOut: ids(server['mod-out']),
    random: seededRandom(1),
  }
  const map = opinionMap(voteTable(votes), { ...common, assign })
  const found = opinionMap(voteTable(votes), { ...common, resamples: 0, thresholds: { minimumVoters: 2 } })
  const placed = found.participants.flatMap(({ id, group }) => (group === null ? [] : [id]))
  const place = new Map(server.tids.map((tid, i) => [String(tid), i]))
  return { server, map, placed, at: (id: string) => place.get(id)! }
}

describe.skipIf(!present).each(['25ptpt-3gp-no-strict-with-meta', 'below-100-ptpts'])(
  'the opinion map of the Polis conversation %s',
  (name) => {
    const { server, map, placed, at } = present ? conversation(name) : ({} as ReturnType<typeof conversation>)
    const { pca } = present ? server : ({} as ServerMath)
    const signs = () =>
      map.components.map((component, c) =>
        Math.sign(
          component.reduce((sum, loading, j) => sum + loading * pca.comps[c]![at(map.statements[j]!.id)]!, 0),
        ),
      )

    it('has the same centre within 1e-12, agree being +1', () => {
      map.statements.forEach(({ id }, j) => {
        expect(Math.abs(map.center[j]! + pca.center[at(id)]!)).toBeLessThanOrEqual(1e-12)
      })
    })

    it('has the same components, up to sign, with |cos| within 1e-12 of 1', () => {
      map.components.forEach((component, c) => {
        const cosine = component.reduce(
          (sum, loading, j) => sum + loading * pca.comps[c]![at(map.statements[j]!.id)]!,
          0,
        )
        expect(Math.abs(cosine)).toBeGreaterThanOrEqual(1 - 1e-12)
      })
    })

    it('places statements where the server does, with the same extremity, within 1e-9', () => {
      const [signX, signY] = signs()
      for (const { id, x, y, extremity } of map.statements) {
        expect(Math.abs(x + signX! * pca['comment-projection'][0][at(id)]!)).toBeLessThanOrEqual(1e-9)
        expect(Math.abs(y + signY! * pca['comment-projection'][1][at(id)]!)).toBeLessThanOrEqual(1e-9)
        expect(Math.abs(extremity - pca['comment-extremity'][at(id)]!)).toBeLessThanOrEqual(1e-9)
      }
    })

    it('places participants where the server does within 1e-9', () => {
      const [signX, signY] = signs()
      const { members, x, y } = server['base-clusters']
      let checked = 0
      members.forEach((people, base) => {
        if (people.length !== 1) return
        const participant = map.participants.find(({ id }) => id === String(people[0]))!
        expect(Math.abs(participant.x + signX! * x[base]!)).toBeLessThanOrEqual(1e-9)
        expect(Math.abs(participant.y + signY! * y[base]!)).toBeLessThanOrEqual(1e-9)
        checked++
      })
      expect(checked).toBeGreaterThan(20)
    })

    it('has the same group centres within 1e-9', () => {
      const [signX, signY] = signs()
      for (const { group, center } of map.groups) {
        const theirs = server['group-clusters'].find(({ id }) => String(id) === group)!.center
        expect(Math.abs(center[0] + signX! * theirs[0])).toBeLessThanOrEqual(1e-9)
        expect(Math.abs(center[1] + signY! * theirs[1])).toBeLessThanOrEqual(1e-9)
      }
    })

    it('counts the same people, statements and votes, and puts the same people in groups', () => {
      const answered = Object.values(server['user-vote-counts'])
      expect(map.n).toEqual({
        participants: server.n,
        statements: server['n-cmts'],
        votes: answered.reduce((sum, count) => sum + count, 0),
        grouped: server['in-conv'].length,
      })
      // The server keeps whom it took in before there were fifteen people with seven answers each.
      const withSeven = server['in-conv'].map(String).filter((id) => server['user-vote-counts'][id]! >= 7)
      expect(placed.toSorted()).toEqual(withSeven.toSorted())
      for (const { group, size } of map.groups) expect(size).toBe(server['group-votes'][group]!['n-members'])
    })

    it('counts the same votes in every group', () => {
      for (const { id, groups } of map.statements) {
        for (const { group, agree, disagree, pass } of groups) {
          const theirs = server['group-votes'][group]!.votes[id]!
          expect([agree, disagree, agree + disagree + pass]).toEqual([theirs.A, theirs.D, theirs.S])
        }
      }
    })

    it('has the same group-informed consensus within 1e-12', () => {
      for (const { id, groupInformedConsensus } of map.statements) {
        expect(Math.abs(groupInformedConsensus! - server['group-aware-consensus'][id]!)).toBeLessThanOrEqual(
          1e-12,
        )
      }
    })

    it('has the same routing priorities within 1e-6, and they differ between statements', () => {
      const theirs = map.statements.map(({ id }) => server['comment-priorities'][id]!)
      map.statements.forEach(({ priority }, j) => {
        expect(Math.abs(priority - theirs[j]!)).toBeLessThanOrEqual(1e-6)
      })
      const opinions = map.statements.filter(({ priority }) => priority !== 49)
      const mean = opinions.reduce((sum, { priority }) => sum + priority, 0) / opinions.length
      const variance = opinions.reduce((sum, { priority }) => sum + (priority - mean) ** 2, 0)
      expect(variance / opinions.length).toBeGreaterThan(0.01)
    })

    it('names the same representative statements in the same order, values within 1e-6', () => {
      expect(map.groups.map(({ group }) => group)).toEqual(Object.keys(server.repness))
      for (const { group, representative } of map.groups) {
        const theirs = server.repness[group]!
        expect(representative.map((s) => [s.statement, s.direction, s.success, s.n])).toEqual(
          theirs.map((s) => [String(s.tid), s['repful-for'], s['n-success'], s['n-trials']]),
        )
        representative.forEach((s, i) => {
          expect(Math.abs(s.p - theirs[i]!['p-success'])).toBeLessThanOrEqual(1e-6)
          expect(Math.abs(s.pTest - theirs[i]!['p-test'])).toBeLessThanOrEqual(1e-6)
          expect(Math.abs(s.repness - theirs[i]!.repness)).toBeLessThanOrEqual(1e-6)
          expect(Math.abs(s.repnessTest - theirs[i]!['repness-test'])).toBeLessThanOrEqual(1e-6)
        })
      }
    })

    it('names the same majority statements in the same order, for the same reasons within 1e-12', () => {
      expect(map.majority).toEqual({
        agree: server.consensus.agree.map(({ tid }) => String(tid)),
        disagree: server.consensus.disagree.map(({ tid }) => String(tid)),
      })
      for (const side of ['agree', 'disagree'] as const) {
        for (const theirs of server.consensus[side]) {
          const ours = map.statements.find(({ id }) => id === String(theirs.tid))!
          const n = ours.agree + ours.disagree + ours.pass
          expect([ours[side], n]).toEqual([theirs['n-success'], theirs['n-trials']])
          expect(Math.abs(smoothedProportion(ours[side], n) - theirs['p-success'])).toBeLessThanOrEqual(1e-12)
          expect(Math.abs(proportionTest(ours[side], n) - theirs['p-test'])).toBeLessThanOrEqual(1e-12)
        }
      }
    })
  },
)
