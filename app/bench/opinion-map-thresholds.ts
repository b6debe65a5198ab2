import { existsSync, readFileSync } from 'node:fs'
import { adjustedRandIndex, opinionMap, seededRandom, voteTable } from '@rounds/methods'
import type { Answer, OpinionMap, Vote } from '@rounds/methods'

/**
 * The simulation behind docs/methods/opinion-map-thresholds.md: public conversations cut down to n voters.
 *
 * Run: node app/bench/opinion-map-thresholds.ts [statements] (some minutes). Reads ../shared/data/polis-open.
 */
const folder = new URL('../../../shared/data/polis-open/', import.meta.url)
const conversations = [
  'vtaiwan.uberx',
  'brexit-consensus',
  'canadian-electoral-reform',
  'football-concussions',
  'scoop-hivemind.ubi',
]
const sizes = [20, 30, 50, 75, 100, 150]
const statementCounts = [5, 7, 10, 15, 25]
const repetitions = 40
const resamples = 50
const enoughAnswers = 7
const answers: Readonly<Record<string, Answer>> = { '1': 'agree', '-1': 'disagree', '0': 'pass' }

type Person = readonly Vote[]

function people(name: string): readonly Person[] {
  const [head = '', ...lines] = readFileSync(new URL(`${name}/participants-votes.csv`, folder), 'utf8')
    .trim()
    .split(/\r?\n/)
  const names = head.split(',')
  const first = names.indexOf('n-disagree') + 1
  return lines
    .map((line) =>
      line.split(',').flatMap((vote, c, cells): Vote[] => {
        const answer = c < first ? undefined : answers[vote]
        return answer === undefined ? [] : [{ participant: cells[0]!, statement: names[c]!, answer }]
      }),
    )
    .filter((votes) => votes.length >= enoughAnswers)
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

/** The same numbers of each answer to each statement, given to others: no opinion goes with another any more. */
function withoutGroups(votes: readonly Vote[], random: () => number): Vote[] {
  const pools = new Map<string, Answer[]>()
  for (const { statement, answer } of votes) {
    pools.set(statement, [...(pools.get(statement) ?? []), answer])
  }
  for (const [statement, pool] of pools) pools.set(statement, shuffled(pool, random))
  return votes.map((vote) => ({ ...vote, answer: pools.get(vote.statement)!.pop()! }))
}

function mapOf(votes: readonly Vote[], seed: number): OpinionMap {
  const thresholds = { minimumVoters: 10, minimumStatements: 2 }
  return opinionMap(voteTable(votes), { resamples, random: seededRandom(seed), thresholds })
}

/** Agreement of two maps on the people both put in a group. */
function agreement(part: OpinionMap, whole: OpinionMap): number {
  const groupIn = (map: OpinionMap) =>
    new Map(
      map.participants.flatMap(({ id, group }) => (group === null ? [] : [[id, group.charCodeAt(0) - 65]])),
    )
  const [own, other] = [groupIn(part), groupIn(whole)]
  const both = [...own.keys()].filter((id) => other.has(id))
  return adjustedRandIndex(
    Int32Array.from(both, (id) => own.get(id)!),
    Int32Array.from(both, (id) => other.get(id)!),
  )
}

function simulate(name: string): void {
  const everybody = people(name)
  const whole = mapOf(everybody.flat(), 1)
  console.log(
    `${name}: ${everybody.length} placed, ${whole.groups.length} groups, ${whole.stability?.verdict}`,
  )
  for (const n of sizes) {
    let stable = 0
    let stableAndOther = 0
    let found = 0
    let likeWhole = 0
    let stableByChance = 0
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const random = seededRandom(1000 * n + repetition)
      const votes = shuffled(everybody, random).slice(0, n).flat()
      const part = mapOf(votes, repetition)
      const alike = part.groups.length === 0 ? 0 : agreement(part, whole)
      found += part.groups.length === 0 ? 0 : 1
      likeWhole += alike
      if (part.stability?.verdict === 'stable') {
        stable++
        if (alike < 0.5) stableAndOther++
      }
      if (mapOf(withoutGroups(votes, random), repetition).stability?.verdict === 'stable') stableByChance++
    }
    const share = (count: number) => `${Math.round((100 * count) / repetitions)} %`
    console.log(
      `| ${n} | ${share(found)} | ${share(stable)} | ${(likeWhole / repetitions).toFixed(2)} | ${share(stableAndOther)} | ${share(stableByChance)} |`,
    )
  }
}

function simulateStatements(name: string): void {
  const everybody = people(name)
  const whole = mapOf(everybody.flat(), 1)
  const ids = [...new Set(everybody.flat().map(({ statement }) => statement))]
  for (const m of statementCounts) {
    let stable = 0
    let likeWhole = 0
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const kept = new Set(shuffled(ids, seededRandom(1000 * m + repetition)).slice(0, m))
      const part = mapOf(
        everybody.flat().filter(({ statement }) => kept.has(statement)),
        repetition,
      )
      likeWhole += part.groups.length === 0 ? 0 : agreement(part, whole)
      if (part.stability?.verdict === 'stable') stable++
    }
    console.log(
      `| ${m} | ${Math.round((100 * stable) / repetitions)} % | ${(likeWhole / repetitions).toFixed(2)} |`,
    )
  }
}

if (!existsSync(folder)) console.log('SKIPPED: the public conversations are not at ../shared/data/polis-open')
else if (process.argv[2] === 'statements') simulateStatements('brexit-consensus')
else for (const name of conversations) simulate(name)
