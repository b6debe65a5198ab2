import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import strategiesFile from '../features/evidence/register/strategies.json' with { type: 'json' }
import { content } from './content.ts'

interface Localised {
  en: string
  fr: string
}

const { network, names, initiatives, needs, simulation } = content
const words = (text: string): number => text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
const codes = (rows: readonly { code: string }[]): string[] => rows.map(({ code }) => code)
const file = (path: string): URL => new URL(path, import.meta.url)

const isText = (node: unknown): node is Localised =>
  typeof node === 'object' && node !== null && typeof (node as Localised).en === 'string'

function textsOf(node: unknown, path: string): [string, Localised][] {
  if (typeof node !== 'object' || node === null) return []
  if (isText(node)) return [[path, node]]
  return Object.entries(node).flatMap(([key, value]) => textsOf(value, `${path}.${key}`))
}

function strings(node: unknown): string[] {
  if (typeof node === 'string') return [node]
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(strings) : []
}

function distributions(node: unknown, path: string): [string, number[]][] {
  if (typeof node !== 'object' || node === null) return []
  const values: unknown[] = Object.values(node)
  if (values.length > 0 && values.every((value) => typeof value === 'number')) return [[path, values]]
  return Object.entries(node).flatMap(([key, value]) => distributions(value, `${path}.${key}`))
}

/** Every text of every file, except pairs of files, which are paths. */
const texts = Object.entries(content)
  .flatMap(([name, part]) => textsOf(part, name))
  .filter(([, text]) => !text.en.startsWith('prototypes/'))
const sameInBoth = new Set(['Signature', 'Services diagnostiques'])

const partnerPeople = network.partnerOrganisations.flatMap(({ people }) => people)
const everyone = [...network.people, ...partnerPeople]
const personIds = new Set(everyone.map(({ id }) => id))
const votes = initiatives.flatMap(({ rounds }) => rounds).filter(({ kind }) => kind === 'statements')
const referral = votes.find(({ id }) => id === 'referral-form-vote')
const afterHours = votes.find(({ id }) => id === 'after-hours-vote')
const objects = initiatives.flatMap(({ boundaryObjects }) => boundaryObjects)

test('every text is written in both languages', () => {
  expect(texts.length).toBeGreaterThan(400)
  for (const [path, text] of texts) {
    expect(Object.keys(text).toSorted(), path).toEqual(['en', 'fr'])
    expect(text.en.trim(), path).not.toBe('')
    expect(text.fr.trim(), path).not.toBe('')
    if (!sameInBoth.has(text.fr)) expect(text.fr, path).not.toBe(text.en)
  }
})

test('French keeps the typography of Canada and none of the words the glossary avoids', () => {
  const avoided = /\b(régie|référer|cédule|canceller|réclamation|sur appel|omnipraticien|feedback|staff)\b/iu
  for (const [path, text] of texts) {
    expect(text.fr, path).not.toMatch(/ [:;?!»%]|« | "|\S;\S/u)
    expect(text.fr, path).not.toMatch(avoided)
  }
})

test('the network says that it is fiction, in both languages, and the simulation that it is one', () => {
  expect(network.fictionNotice.en).toMatch(/made up/u)
  expect(network.fictionNotice.fr).toMatch(/inventé/u)
  expect(simulation.notice.en).toMatch(/simulated/u)
  expect(simulation.notice.fr).toMatch(/simulés/u)
})

test('nine sites hold 340 physicians, and every category they use exists', () => {
  expect(network.sites).toHaveLength(9)
  expect(sum(network.sites.map(({ physicians }) => physicians))).toBe(network.roster.physicians)
  expect(network.roster.physicians).toBe(340)
  for (const site of network.sites) {
    expect(sum(Object.values(site.physiciansBySpecialty)), site.id).toBe(site.physicians)
    expect(codes(network.specialtyGroups)).toEqual(
      expect.arrayContaining(Object.keys(site.physiciansBySpecialty)),
    )
    expect(codes(network.zones), site.id).toContain(site.zone)
    expect(codes(network.ruralities), site.id).toContain(site.rurality)
    expect(codes(network.siteKinds), site.id).toContain(site.kind)
  }
})

test('every share adds up to one', () => {
  const roster = [
    ...distributions(network.roster.practiceTypeShareBySiteKind, 'practice type'),
    ...distributions(network.roster.payModelShareByPracticeType, 'pay model'),
    ...distributions(network.roster.careerStageShareByZone, 'career stage'),
    ...distributions(network.roster.languageShareByZone, 'language'),
    ...distributions(network.roster.genderShare, 'gender'),
    ...Object.values(simulation.rounds).flatMap((round) => distributions(round.campShareBySpecialty, 'camp')),
    ...votes.flatMap(({ statements }) => distributions(statements, 'statement')),
  ]
  for (const [path, shares] of roster) expect(sum(shares), path).toBeCloseTo(1, 9)
  expect(sum(names.groups.map(({ weight }) => weight))).toBeCloseTo(1, 9)
})

test('each group of names makes at least five times the physicians it must name', () => {
  for (const { code, weight, given, family } of names.groups) {
    const capacity = Math.min(given.women.length, given.men.length) * family.length
    expect(capacity, code).toBeGreaterThanOrEqual(5 * weight * network.roster.physicians)
    for (const list of [...Object.values(given), family]) expect(new Set(list).size, code).toBe(list.length)
  }
})

test('12 partner organisations have two or three people each; people are unique and reachable nowhere', () => {
  expect(network.partnerOrganisations).toHaveLength(12)
  expect(new Set(network.partnerOrganisations.map(({ sector }) => sector)).size).toBe(12)
  for (const { id, sector, people } of network.partnerOrganisations) {
    expect(codes(network.sectors), id).toContain(sector)
    expect(people.length, id).toBeGreaterThanOrEqual(2)
    expect(people.length, id).toBeLessThanOrEqual(3)
  }
  expect(personIds.size).toBe(everyone.length)
  expect(new Set(everyone.map(({ email }) => email)).size).toBe(everyone.length)
  for (const { email } of everyone) expect(email).toMatch(/^[a-z.-]+@example\.(org|com)$/u)
  for (const person of everyone) {
    for (const role of person.roles) expect(codes(network.roles), person.id).toContain(role)
  }
})

test('nobody who answers for money is also the auditor, and the key roles are filled', () => {
  const roles = network.people.flatMap((person) => person.roles)
  for (const role of codes(network.roles)) if (role !== 'partner') expect(roles).toContain(role)
  for (const person of network.people) {
    expect(person.roles.includes('claims-approver') && person.roles.includes('physician')).toBe(false)
    if (person.roles.includes('auditor')) expect(person.roles).toEqual(['auditor'])
  }
})

test('three initiatives have whole charters whose references resolve', () => {
  const strategyIds = new Set(strategiesFile.strategies.map(({ id }) => id))
  expect(initiatives).toHaveLength(3)
  for (const { id, charter } of initiatives) {
    const people = [
      charter.decider,
      charter.sponsor,
      charter.dyad.physician,
      charter.dyad.manager,
      ...charter.champions,
    ]
    for (const person of people) expect(personIds, `${id}: ${person}`).toContain(person)
    for (const strategy of charter.strategies) expect(strategyIds, id).toContain(strategy)
    for (const need of charter.needs)
      expect(
        needs.map((one) => one.id),
        id,
      ).toContain(need)
    for (const tag of charter.socialDeterminants.tags) {
      expect(codes(network.socialDeterminants), id).toContain(tag)
    }
    expect(charter.socialDeterminants.tags.length > 0).toBe(charter.socialDeterminants.reasonForNone === null)
    expect(charter.open.length, id).toBeGreaterThan(0)
    expect(charter.constraints.length, id).toBeGreaterThan(0)
    expect(charter.champions.length, id).toBeGreaterThanOrEqual(2)
  }
})

test('every initiative runs forward in time', () => {
  for (const initiative of initiatives) {
    const { charter, rounds, decision } = initiative
    expect(initiative.openedDay).toBeLessThanOrEqual(charter.gatePassedDay)
    for (const round of rounds) {
      expect(charter.gatePassedDay).toBeLessThan(round.openedDay)
      expect(round.openedDay).toBeLessThan(round.closesDay)
      expect(round.closesDay).toBeLessThanOrEqual(round.publishedDay)
      expect(round.publishedDay).toBeLessThan(charter.decisionDay)
      expect(round.state === 'open').toBe(round.closesDay > 0)
      if (round.noticeDeliveredDay !== null) {
        expect(round.noticeDeliveredDay).toBeGreaterThan(charter.decisionDay)
      }
      if (round.keyDestroyedDay !== null)
        expect(round.keyDestroyedDay - (round.noticeDeliveredDay ?? 0)).toBe(30)
    }
    if (decision !== null) {
      expect(decision.decidedDay).toBe(charter.decisionDay)
      expect(decision.decider).toBe(charter.decider)
      expect(decision.reviewDay).toBeGreaterThan(0)
      expect(decision.dissent.length).toBeGreaterThan(0)
    }
  }
})

test('the finished vote has 24 short statements, five of them added, each with an answer and a reason', () => {
  const statements = referral?.statements ?? []
  expect(statements).toHaveLength(24)
  expect(statements.filter(({ origin }) => origin === 'participant')).toHaveLength(5)
  for (const statement of statements) {
    expect(words(statement.text.en), statement.id).toBeLessThanOrEqual(20)
    expect(words(statement.text.fr), statement.id).toBeLessThanOrEqual(25)
    expect(['adopt', 'adapt', 'defer', 'decline'], statement.id).toContain(statement.outcome)
    expect(Object.keys(statement.profile), statement.id).toEqual(referral?.camps)
    expect('addedBy' in statement, statement.id).toBe(statement.origin === 'participant')
  }
  expect(new Set(statements.map(({ outcome }) => outcome)).size).toBe(4)
})

test('camps oppose each other on some statements and meet on others', () => {
  const agreement = (referral?.statements ?? []).map(({ profile }) =>
    Object.values(profile).map((answers) => answers.agree / (answers.agree + answers.disagree)),
  )
  expect(agreement.filter((camps) => Math.max(...camps) - Math.min(...camps) > 0.4).length).toBeGreaterThan(6)
  expect(agreement.filter((camps) => Math.min(...camps) > 0.8).length).toBeGreaterThan(4)
})

test('the open round takes a minute: five statements, at most 120 words', () => {
  const statements = afterHours?.statements ?? []
  expect(statements).toHaveLength(5)
  for (const language of ['en', 'fr'] as const) {
    expect(sum(statements.map(({ text }) => words(text[language])))).toBeLessThanOrEqual(120)
    for (const { id, text } of statements) expect(words(text[language]), id).toBeLessThanOrEqual(25)
  }
})

test('the simulation knows every vote, its camps, specialties and zones', () => {
  expect(Object.keys(simulation.rounds).toSorted()).toEqual(votes.map(({ id }) => id).toSorted())
  for (const [id, round] of Object.entries(simulation.rounds)) {
    const vote = votes.find((one) => one.id === id)
    expect(round.camps.map((camp) => camp.id)).toEqual(vote?.camps)
    expect(Object.keys(round.campShareBySpecialty)).toEqual(codes(network.specialtyGroups))
    expect(Object.keys(round.campFactorByZone)).toEqual(codes(network.zones))
  }
  expect(Object.keys(simulation.responseProbability.byZone)).toEqual(codes(network.zones))
  expect(Object.keys(simulation.responseProbability.factorByCareerStage)).toEqual(codes(network.careerStages))
})

const drawn = (version: number, language: string): number =>
  readFileSync(file(`prototypes/discharge-list-v${version}.${language}.svg`), 'utf8').split('class="column"')
    .length - 1

const listed = (language: string, outcome: string): number =>
  readFileSync(file(`prototypes/referral-form-v2.${language}.md`), 'utf8')
    .split('\n')
    .filter((line) => line.split('|')[3]?.trim() === outcome).length

test('every file of every version exists, and what evidence counts on them is true', () => {
  const paths = objects.flatMap(({ versions }) => versions.flatMap((version) => strings(version.files)))
  expect(paths.length).toBe(14)
  for (const path of paths) expect(existsSync(file(path)), path).toBe(true)
  const columns = initiatives
    .flatMap(({ commitments }) => commitments)
    .flatMap(({ evidence }) => evidence)
    .find(({ id }) => id === 'columns')
  for (const language of ['en', 'fr']) {
    expect([drawn(1, language), drawn(2, language)]).toEqual([columns?.before, columns?.after])
  }
  expect(['required', 'fills itself', 'optional', 'removed'].map((name) => listed('en', name))).toEqual([
    9, 11, 2, 9,
  ])
  expect(
    ['obligatoire', 'se remplit seul', 'facultatif', 'retiré'].map((name) => listed('fr', name)),
  ).toEqual([9, 11, 2, 9])
})

test('drawings carry no script, no style attribute and nothing from elsewhere', () => {
  for (const path of objects.flatMap(({ versions }) => strings(versions.map(({ files: all }) => all)))) {
    if (!path.endsWith('.svg')) continue
    expect(readFileSync(file(path), 'utf8'), path).not.toMatch(/<script|style=|href|url\(|on\w+=/u)
  }
})

test('14 findings and five proposals have an outcome and a reason; what was taken is credited and visible', () => {
  const screen = objects.find(({ id }) => id === 'discharge-list-screen')
  const comments = screen?.comments ?? []
  const proposals = screen?.proposals ?? []
  expect(comments).toHaveLength(14)
  expect(new Set(comments.map(({ type }) => type))).toEqual(
    new Set(['interface', 'defect', 'new-need', 'scope-change']),
  )
  expect(proposals).toHaveLength(5)
  const taken = proposals.filter(({ outcome }) => outcome === 'taken')
  expect(screen?.credits.map(({ proposal }) => proposal)).toEqual(taken.map(({ id }) => id))
  for (const language of ['en', 'fr'] as const) {
    const next = readFileSync(file(`prototypes/discharge-list-v2.${language}.md`), 'utf8')
    for (const proposal of taken) expect(next, proposal.id).toContain(proposal.to[language])
  }
})

test('22 needs are in every state the page shows, and their references resolve', () => {
  const ids = needs.map(({ id }) => id)
  expect(new Set(ids).size).toBe(22)
  expect(new Set(needs.map(({ state }) => state))).toEqual(new Set(['received', 'read', 'decided', 'done']))
  expect(new Set(needs.map(({ disposition }) => disposition))).toEqual(
    new Set([null, 'merged', 'answered', 'initiative']),
  )
  for (const need of needs) {
    expect(
      network.sites.map(({ id }) => id),
      need.id,
    ).toContain(need.raisedBy.site)
    expect(codes(network.specialtyGroups), need.id).toContain(need.raisedBy.specialty)
    expect(need.original.language, need.id).toBe(need.raisedBy.language)
    expect(need.readDay === null, need.id).toBe(need.state === 'received')
    if (need.disposition === 'answered') expect(need.answer, need.id).not.toBeNull()
    if (need.mergedInto !== null) expect(ids, need.id).toContain(need.mergedInto)
    if (need.initiative !== null) expect(initiatives.map(({ id }) => id)).toContain(need.initiative)
    if (need.answer?.outcome === 'defer') expect(need.answer.revisitDay, need.id).toBeGreaterThan(0)
    if (need.answer !== null) expect(personIds, need.id).toContain(need.answer.by)
  }
})

test('a profile is of a physician that the roster can hold', () => {
  const profiles = [
    ...needs.map(({ raisedBy }) => raisedBy),
    ...(referral?.statements ?? []).flatMap((statement) => (statement.addedBy ? [statement.addedBy] : [])),
    ...objects.flatMap(({ comments }) => comments).map(({ by }) => by),
    ...objects.flatMap(({ proposals }) => proposals).flatMap(({ by }) => (by === null ? [] : [by])),
  ]
  for (const { site, specialty, careerStage } of profiles) {
    const counts: Record<string, number | undefined> =
      network.sites.find(({ id }) => id === site)?.physiciansBySpecialty ?? {}
    expect(counts[specialty], `${specialty} at ${site}`).toBeGreaterThan(0)
    expect(codes(network.careerStages)).toContain(careerStage)
  }
})
