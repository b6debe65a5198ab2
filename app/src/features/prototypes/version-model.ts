import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { personNames } from '../people/public.ts'
import { type Annotation, annotationsOn } from './annotations.ts'
import { compareTexts } from './compare-texts.ts'
import type { Version } from './load-version.ts'
import { versionBefore } from './mark-change.ts'
import { objectKinds, outcomes, stageOf } from './object.ts'
import { creditFor } from './outcome-rules.ts'
import { pointOf, rowsOf, sectionPlace } from './place.ts'

const point = z.object({ x: z.number(), y: z.number() }).nullable()
const credit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('name'), name: z.string() }),
  z.object({ kind: z.literal('asked') }),
])

/** A version as its page and the review show it. */
export const VersionModel = z.object({
  object: z.string(),
  initiative: z.string(),
  title: BilingualSchema,
  kind: z.enum(objectKinds),
  stage: z.enum(['narrative', 'concept', 'prototype']),
  number: z.number(),
  mediaType: z.string(),
  language: z.enum(['en', 'fr', 'und']),
  textAlternative: BilingualSchema,
  bytes: z.number(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  rows: z.number(),
  sections: z.array(
    z.object({ place: z.string(), title: z.string().nullable(), source: z.string(), html: z.string() }),
  ),
  createdAt: z.date(),
  shownAt: z.date().nullable(),
  purged: z.boolean(),
})
export type VersionModel = z.infer<typeof VersionModel>

/** What leaves of a version. */
export const versionModel = (version: Version): VersionModel => ({
  object: version.object.id,
  initiative: version.object.initiativeId,
  title: version.object.title,
  kind: version.object.kind,
  stage: stageOf(version.object.kind),
  number: version.number,
  mediaType: version.mediaType,
  language: version.language,
  textAlternative: version.textAlternative,
  bytes: version.bytes,
  width: version.width,
  height: version.height,
  rows: rowsOf(version),
  sections: version.sections.map(({ number, title, source, html }) => ({
    place: sectionPlace(number),
    title,
    source,
    html,
  })),
  createdAt: version.createdAt,
  shownAt: version.shownAt,
  purged: version.purged,
})

/** What a later version changed and what it did not take, and why. */
export const ChangesModel = z.object({
  before: z.number(),
  changes: z.array(
    z.object({
      id: z.string(),
      what: BilingualSchema,
      place: z.string(),
      placeTitle: z.string().nullable(),
      point,
      credits: z.array(credit),
    }),
  ),
  notTaken: z.array(
    z.object({
      id: z.string(),
      place: z.string(),
      placeTitle: z.string().nullable(),
      outcome: z.enum(outcomes),
      before: z.string().nullable(),
      /** Null where fewer than ten took part: the words stay with their named readers. */
      after: z.string().nullable(),
      language: z.string(),
      reason: BilingualSchema,
    }),
  ),
  blocks: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
})
export type ChangesModel = z.infer<typeof ChangesModel>

const titleAt = (version: Version, place: string): string | null =>
  version.sections.find(({ number }) => sectionPlace(number) === place)?.title ?? null

/** Whose proposal a change came from: named where the level and the person allow it, the same words otherwise, once. */
function creditsFor(
  source: string | null,
  said: readonly Annotation[],
  names: ReadonlyMap<string, string>,
): ChangesModel['changes'][number]['credits'] {
  if (source === null) return []
  const lines = said
    .filter(({ id, mergedInto }) => id === source || mergedInto === source)
    .map((one) =>
      creditFor({
        level: one.level ?? 'C',
        name: one.authorId === null ? null : (names.get(one.authorId) ?? null),
        wantsCredit: one.credit,
      }),
    )
  const named = lines.filter((line) => line.kind === 'name').toSorted((a, b) => a.name.localeCompare(b.name))
  return named.length < lines.length ? [...named, { kind: 'asked' }] : named
}

/**
 * What changed since the version before, for everyone who may see this one; null for the first version.
 *
 * What was proposed and not taken is shown in the proposer's words, which they sent to be read by all, where at least
 * ten took part; otherwise its place and the reason are. Comments are not shown, only what became of them.
 */
export async function changesOf(context: Context, version: Version): Promise<ChangesModel | null> {
  const before = await versionBefore(context, version)
  if (before === null) return null
  const said = await annotationsOn(context, before.id, 'closed')
  const named = said.flatMap((one) => (one.level !== 'C' && one.authorId !== null ? [one.authorId] : []))
  const names = await personNames(context, named)
  const rows = await context.db
    .selectFrom('version_change')
    .selectAll()
    .where('version_id', '=', version.id)
    .orderBy('place')
    .orderBy('id')
    .execute()
  return {
    before: before.number,
    changes: rows.map((row) => ({
      id: row.id,
      what: row.what,
      place: row.place,
      placeTitle: titleAt(version, row.place),
      point: pointOf(version, row.place),
      credits: creditsFor(row.contribution_id, said, names),
    })),
    notTaken: said.flatMap((one) =>
      one.kind === 'proposal' &&
      one.mergedInto === null &&
      !one.purged &&
      (one.outcome === 'not-taken' || one.outcome === 'taken-in-part')
        ? [
            {
              id: one.id,
              place: one.place,
              placeTitle: titleAt(before, one.place),
              outcome: one.outcome,
              before: one.open ? one.wordingBefore : null,
              after: one.open ? (one.wordingAfter ?? one.text) : null,
              language: one.language,
              reason: one.outcomeReason ?? {},
            },
          ]
        : [],
    ),
    blocks:
      before.text === null || version.text === null
        ? []
        : compareTexts(before.text, version.text).map((block) => ({ ...block })),
  }
}
