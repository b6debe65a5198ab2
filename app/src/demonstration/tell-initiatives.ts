import { type ContributionId, type InitiativeId, type PersonId, newId } from '../platform/ids.ts'
import { addCommitment } from '../features/decisions/add-commitment.ts'
import { linkEvidence, recordDissent } from '../features/decisions/annotate-decision.ts'
import { decide } from '../features/decisions/decide.ts'
import { deliverAnswers } from '../features/decisions/deliver-answers.ts'
import { finishCommitment } from '../features/decisions/finish-commitment.ts'
import { giveAnswers } from '../features/decisions/give-answers.ts'
import { CharterForm } from '../features/initiatives/charter-fields.ts'
import { createInitiative } from '../features/initiatives/create-initiative.ts'
import { loadInitiative } from '../features/initiatives/load-initiative.ts'
import { saveCharter } from '../features/initiatives/save-charter.ts'
import { addPart, setStrategies } from '../features/initiatives/set-people.ts'
import { signCharter } from '../features/initiatives/sign-charter.ts'
import { bringNeed } from '../features/needs/triage-need.ts'
import type { Bilingual } from '../platform/i18n/bilingual.ts'
import type { CastMember, Chronicle } from './chronicle.ts'
import { type Initiative, content } from './content.ts'

/** Something said in an initiative that is owed an answer, with the answer it got. */
export type Answered = Readonly<{
  id: () => ContributionId
  outcome: 'adopt' | 'adapt' | 'defer' | 'decline'
  reason: Bilingual
}>

/** What an initiative is known by while its story is told. */
export type Told = { id: InitiativeId | null; decision: string | null; commitments: Map<string, string> }

type Cast = ReadonlyMap<string, CastMember>

const personOf = (cast: Cast, key: string): PersonId => {
  const member = cast.get(key)
  if (!member) throw new Error(`nobody in the demonstration is called ${key}`)
  return member.id
}

const listed = (texts: readonly { en: string; fr: string }[]): { en: string; fr: string } => ({
  en: texts.map(({ en }) => `– ${en}`).join('\n'),
  fr: texts.map(({ fr }) => `– ${fr}`).join('\n'),
})

const lined = (...texts: readonly { en: string; fr: string }[]): { en: string; fr: string } => ({
  en: texts.map(({ en }) => en).join('\n\n'),
  fr: texts.map(({ fr }) => fr).join('\n\n'),
})

/** The initiative's id, once it was begun. */
export function begun(told: Told): InitiativeId {
  if (told.id === null) throw new Error('the initiative has not begun')
  return told.id
}

/** Framing: begun by the physician of the two leads, charter written, people and needs brought in, signed by both. */
export function tellCharter(
  chronicle: Chronicle,
  cast: Cast,
  of: Initiative,
  told: Told,
  needs: ReadonlyMap<string, ContributionId>,
): void {
  const { charter } = of
  const { physician, manager } = charter.dyad
  const open = listed(charter.open)
  const constraints = listed(charter.constraints)
  chronicle.on({ day: of.openedDay, hour: 13, who: physician }, async (context) => {
    told.id = await createInitiative(context, { title: of.title, problem: charter.problem })
  })
  chronicle.on({ day: of.openedDay, hour: 14, who: physician }, async (context) => {
    const id = begun(told)
    const { revision } = await loadInitiative(context, id)
    await saveCharter(
      context,
      id,
      CharterForm.parse({
        title_en: of.title.en,
        title_fr: of.title.fr,
        problem_en: charter.problem.en,
        problem_fr: charter.problem.fr,
        open_question_en: open.en,
        open_question_fr: open.fr,
        constraints_en: constraints.en,
        constraints_fr: constraints.fr,
        decider: personOf(cast, charter.decider),
        decision_due_on: chronicle.day(charter.decisionDay),
        participation_level: charter.participationLevel,
        physician_lead: personOf(cast, physician),
        manager_lead: personOf(cast, manager),
        sponsor: personOf(cast, charter.sponsor),
        social_determinants: charter.socialDeterminants.tags,
        social_none_reason_en: charter.socialDeterminants.reasonForNone?.en ?? '',
        social_none_reason_fr: charter.socialDeterminants.reasonForNone?.fr ?? '',
        answer_due_days: 14,
        revision,
      }),
    )
    for (const key of charter.champions)
      await addPart(context, id, { person: personOf(cast, key), part: 'champion' })
    const triager = readerOf(of)
    await addPart(context, id, { person: personOf(cast, triager), part: 'triager' })
    await addPart(context, id, { person: personOf(cast, 'ferrault'), part: 'facilitator' })
    await setStrategies(context, id, charter.strategies)
  })
  chronicle.on({ day: of.openedDay, hour: 15, who: readerOf(of) }, async (context) => {
    for (const need of charter.needs.flatMap((one) => needs.get(one) ?? []))
      await bringNeed(context, need, begun(told))
  })
  for (const [hour, who] of [
    [13, physician],
    [15, manager],
  ] as const)
    chronicle.on({ day: charter.gatePassedDay, hour, who }, async (context) => {
      const { revision } = await loadInitiative(context, begun(told))
      await signCharter(context, begun(told), revision)
    })
}

/** Who reads first what is said in an initiative: a lead who reads needs too, or the engagement lead. */
export function readerOf(of: Initiative): string {
  const { physician } = of.charter.dyad
  const person = content.network.people.find(({ id }) => id === physician)
  return person?.roles.includes('triager') ? physician : 'ferrault'
}

/**
 * Deciding and after: the decision with its reason and dissent, the promises, every answer, their delivery, and
 * the promises that were kept.
 *
 * @param said what was said in the rounds; the initiative's needs are added here
 */
export function tellDecision(
  chronicle: Chronicle,
  cast: Cast,
  of: Initiative,
  told: Told,
  said: readonly Answered[],
  needs: ReadonlyMap<string, ContributionId>,
): void {
  const { decision } = of
  if (decision === null) return
  const { decider, decidedDay } = decision
  const [dissent, ...furtherDissent] = decision.dissent
  chronicle.on({ day: decidedDay, hour: 13, who: decider }, async (context) => {
    told.decision = await decide(context, {
      initiative: begun(told),
      outcome: decision.kind,
      reason: lined(decision.text, decision.reason),
      revisitOn: null,
      reviewOn: chronicle.day(decision.reviewDay),
      dissent: dissent ?? {},
      revision: 0,
      answerTheRest: false,
    })
    for (const one of furtherDissent) await recordDissent(context, told.decision, one)
    const asked = await context.db
      .selectFrom('round')
      .select('id')
      .where('initiative_id', '=', begun(told))
      .where('opened_at', 'is not', null)
      .orderBy('opened_at')
      .execute()
    for (const { id } of asked)
      await linkEvidence(context, told.decision, { label: {}, address: null, round: id })
    for (const one of of.commitments)
      told.commitments.set(
        one.id,
        await addCommitment(context, told.decision, {
          what: one.text,
          owner: personOf(cast, one.owner),
          dueOn: chronicle.day(one.dueDay),
        }),
      )
  })
  const answeredDay = of.rounds.find(
    ({ noticeDeliveredDay }) => noticeDeliveredDay !== null,
  )?.noticeDeliveredDay
  if (answeredDay === null || answeredDay === undefined) return
  const needsAnswered = content.needs.flatMap((need): Answered[] => {
    const id = needs.get(need.id)
    return id && need.answer && need.initiative === of.id
      ? [{ id: () => id, outcome: need.answer.outcome, reason: need.answer.reason }]
      : []
  })
  chronicle.on({ day: answeredDay, hour: 13, who: decider }, async (context) => {
    for (const { id, outcome, reason } of [...said, ...needsAnswered])
      await giveAnswers(context, { initiative: begun(told), round: null, chosen: [id()], outcome, reason })
  })
  chronicle.on({ day: answeredDay, hour: 14, who: null }, (context) => deliverAnswers(context))
  for (const one of of.commitments) tellKept(chronicle, one, told)
}

function tellKept(chronicle: Chronicle, promise: Initiative['commitments'][number], told: Told): void {
  if (promise.doneDay === null) return
  const figure = (one: (typeof promise.evidence)[number], language: 'en' | 'fr', value: number): string =>
    `${one.what[language]}${language === 'fr' ? '\u00A0' : ''}: ${value} ${one.unit[language]}`
  const side = (pick: 'before' | 'after'): Bilingual => ({
    en: promise.evidence.map((one) => figure(one, 'en', one[pick])).join('\n'),
    fr: promise.evidence.map((one) => figure(one, 'fr', one[pick])).join('\n'),
  })
  chronicle.on({ day: promise.doneDay, hour: 15, who: promise.owner }, (context) =>
    finishCommitment(context, told.commitments.get(promise.id) ?? newId(), {
      before: side('before'),
      after: side('after'),
      source: {
        en: promise.evidence.map(({ source }) => source.en).join('\n'),
        fr: promise.evidence.map(({ source }) => source.fr).join('\n'),
      },
    }),
  )
}
