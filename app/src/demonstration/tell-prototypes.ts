import { readFile } from 'node:fs/promises'
import { addAnnotation } from '../features/prototypes/add-annotation.ts'
import { addVersion } from '../features/prototypes/add-version.ts'
import { askAboutVersion } from '../features/prototypes/ask-about-version.ts'
import { createObject } from '../features/prototypes/create-object.ts'
import { decideOutcome } from '../features/prototypes/decide-outcome.ts'
import { markChange } from '../features/prototypes/mark-change.ts'
import type { ObjectId, Outcome } from '../features/prototypes/object.ts'
import { rowsFor } from '../features/prototypes/picture-grid.ts'
import { showVersion } from '../features/prototypes/show-version.ts'
import { openRound, roundOf } from '../features/rounds/public.ts'
import { saveDraft } from '../features/rounds/save-draft.ts'
import { type ContributionId, type RoundId, newId } from '../platform/ids.ts'
import type { Casting } from './cast.ts'
import type { CastMember, Chronicle } from './chronicle.ts'
import type { Initiative } from './content.ts'
import { type Answered, type Told, begun, readerOf } from './tell-initiatives.ts'
import { type ContentRound, draftFrom, tellClosing } from './tell-rounds.ts'

type Cast = ReadonlyMap<string, CastMember>
type Thing = Initiative['boundaryObjects'][number]
type Version = Thing['versions'][number]

/** Something said about a version: a comment at a place, or other wording. */
type Remark = Readonly<{
  contribution: ContributionId
  version: number
  by: string
  language: 'en' | 'fr'
  outcome: Outcome
  reason: { en: string; fr: string }
  answer: Answered['outcome']
  said:
    | { kind: 'comment'; at: { x: number; y: number }; comment: Thing['comments'][number] }
    | { kind: 'proposal'; proposal: Thing['proposals'][number] }
}>

const file = (path: string): Promise<Buffer> => readFile(new URL(path, import.meta.url))

/** The bytes of a version: its picture, or its text in English and then in French. */
async function bytesOf({ files }: Version): Promise<Buffer> {
  if (files.image) return file(files.image)
  const [en, fr] = await Promise.all([file(files.markdown.en), file(files.markdown.fr)])
  return Buffer.concat([en, Buffer.from('\n\n'), fr])
}

/** The place of the grid in which a point of a picture lies. */
async function placeOn(version: Version, at: { x: number; y: number }): Promise<string> {
  const png = await bytesOf(version)
  const rows = rowsFor(png.readUInt32BE(16), png.readUInt32BE(20))
  const column = 'ABCDEF'[Math.min(5, Math.floor(at.x * 6))] ?? 'A'
  return `${column}${Math.min(rows, Math.floor(at.y * rows) + 1)}`
}

/** What another wording changed. */
const reworded = ({ from, to }: Thing['proposals'][number]): { en: string; fr: string } => ({
  en: `“${to.en}” instead of “${from.en}”`,
  fr: `«\u00A0${to.fr}\u00A0» au lieu de «\u00A0${from.fr}\u00A0»`,
})

const outcomeOf = {
  adopt: 'taken',
  adapt: 'taken-in-part',
  defer: 'not-taken',
  decline: 'not-taken',
} as const
const answerOf = { taken: 'adopt', 'taken-in-part': 'adapt', 'not-taken': 'decline' } as const

function remarksOn(thing: Thing, casting: Casting): readonly Remark[] {
  return [
    ...thing.comments.map((comment): Remark => ({
      contribution: newId<'contribution'>(),
      version: comment.version,
      by: casting.voices.get(comment.id) ?? '',
      language: comment.originalLanguage,
      outcome: outcomeOf[comment.outcome],
      reason: comment.reason,
      answer: comment.outcome,
      said: { kind: 'comment', at: comment.at, comment },
    })),
    ...thing.proposals.map((proposal): Remark => ({
      contribution: newId<'contribution'>(),
      version: proposal.version,
      by: proposal.byPerson ?? casting.voices.get(proposal.id) ?? '',
      language: proposal.originalLanguage,
      outcome: proposal.outcome,
      reason: proposal.reason,
      answer: answerOf[proposal.outcome],
      said: { kind: 'proposal', proposal },
    })),
  ]
}

/**
 * The things that an initiative is designed around: versions, the rounds about them, what was said, what came of it.
 *
 * Invited directly: the volunteers, whom no audience describes.
 */
export function tellPrototypes(
  chronicle: Chronicle,
  cast: Cast,
  casting: Casting,
  of: Initiative,
  told: Told,
): readonly Answered[] {
  return of.boundaryObjects.flatMap((thing) => tellThing(chronicle, cast, casting, of, told, thing))
}

function tellThing(
  chronicle: Chronicle,
  cast: Cast,
  casting: Casting,
  of: Initiative,
  told: Told,
  thing: Thing,
): readonly Answered[] {
  const remarks = remarksOn(thing, casting)
  const known: { object: ObjectId | null } = { object: null }
  const object = (): ObjectId => {
    if (known.object === null) throw new Error(`${thing.id} has not begun`)
    return known.object
  }
  for (const version of thing.versions) {
    const before = remarks.filter((one) => one.version === version.version - 1)
    chronicle.on({ day: version.day, hour: 11.9, who: readerOf(of) }, async (context) => {
      for (const { contribution, outcome, reason } of before)
        await decideOutcome(context, contribution, { outcome, reason })
    })
    const round = of.rounds.find((one) => one.kind === 'prototype' && one.objectVersion === version.version)
    chronicle.on({ day: version.day, hour: 12, who: version.author }, async (context) => {
      known.object ??= await createObject(context, {
        initiative: begun(told),
        kind: thing.kind,
        title: thing.title,
        derivedFrom: null,
      })
      await addVersion(context, {
        object: object(),
        field: 'file',
        bytes: await bytesOf(version),
        language: 'und',
        textAlternative: version.textAlternative ?? {},
      })
      if (version.version === 1) return
      const at = { object: object(), number: version.version }
      await markChange(context, at, { what: version.whatChanged, place: '', contribution: null })
      for (const one of before)
        if (one.outcome !== 'not-taken')
          await markChange(context, at, {
            what: one.said.kind === 'comment' ? one.reason : reworded(one.said.proposal),
            place: '',
            contribution: one.contribution,
          })
      await showVersion(context, at)
    })
    if (round) tellReview(chronicle, cast, round, remarks, version, { of, object })
  }
  return remarks.map(({ contribution, answer, reason }) => ({
    id: () => contribution,
    outcome: answer,
    reason,
  }))
}

function tellReview(
  chronicle: Chronicle,
  cast: Cast,
  round: ContentRound,
  remarks: readonly Remark[],
  version: Version,
  { of, object }: { of: Initiative; object: () => ObjectId },
): void {
  let id: RoundId | null = null
  const opened = (): RoundId => {
    if (id === null) throw new Error(`${round.id} has not been opened`)
    return id
  }
  const last = version.version === Math.max(...remarks.map((one) => one.version))
  const volunteers = new Set([...remarks.map(({ by }) => by), ...of.charter.champions])
  chronicle.on({ day: round.openedDay, hour: 11.5, who: of.charter.dyad.physician }, async (context) => {
    const draft = await askAboutVersion(context, { object: object(), number: version.version })
    id = draft
    const { revision } = await roundOf(context, draft)
    await saveDraft(context, draft, draftFrom(chronicle, round), revision)
    await context.db
      .insertInto('round_invitation')
      .values(
        [...volunteers].flatMap((key) => {
          const person = cast.get(key)
          return person ? [{ network_id: context.network.id, round_id: draft, person_id: person.id }] : []
        }),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await openRound(context, draft, { confirmed: true })
  })
  for (const [index, one] of remarks.filter((remark) => remark.version === version.version).entries()) {
    const day = round.openedDay + 1 + (index % Math.max(1, round.closesDay - round.openedDay - 1))
    chronicle.on({ day, hour: 12 + index / 4, who: one.by, language: one.language }, async (context) =>
      addAnnotation(context, {
        round: opened(),
        id: one.contribution,
        place: one.said.kind === 'comment' ? await placeOn(version, one.said.at) : '',
        saying:
          one.said.kind === 'comment'
            ? {
                kind: 'comment',
                finding: one.said.comment.type,
                text: one.said.comment.text[one.language],
                open: index % 3 > 0,
              }
            : {
                kind: 'proposal',
                before: one.said.proposal.from[one.language],
                after: one.said.proposal.to[one.language],
                credit: true,
              },
      }),
    )
    if (last)
      chronicle.on({ day: round.publishedDay, hour: 15, who: readerOf(of) }, async (context) => {
        await decideOutcome(context, one.contribution, { outcome: one.outcome, reason: one.reason })
      })
  }
  tellClosing(chronicle, round, opened)
}
