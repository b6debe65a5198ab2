import { type Permission, may } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import {
  markRead,
  mergeContributions,
  unmergeContribution,
  withholdWording,
} from '../contributions/public.ts'
import { type Annotation, annotationsOn, whereSaid } from './annotations.ts'
import { type Version, loadVersion, relationsTo } from './load-version.ts'
import type { Outcome } from './object.ts'
import { needsReason } from './outcome-rules.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/** Something said about a version in a round that has closed, for those who may read it and decide on it. */
async function saidOn(
  context: Context,
  contribution: ContributionId,
  permission: Permission = permissions['prototypes.decide'],
): Promise<{ version: Version; said: Annotation }> {
  const { version: where } = await whereSaid(context, contribution)
  const version = await loadVersion(context, { version: where }, { lock: true })
  const { id, initiativeId } = version.object
  const relations = await relationsTo(context, { initiative: initiativeId, object: id })
  context.authorize(permission, relations)
  const said = (await annotationsOn(context, version.id, 'closed')).find((one) => one.id === contribution)
  if (!said) throw new NotFound()
  if (!said.open && !may(context.actor, permissions['prototypes.read-comments'], relations))
    throw refuse('only_readers_decide')
  return { version, said }
}

/** Whether a version after this one has been shown: what it says of outcomes then stays as it was told. */
async function nextIsShown(context: Context, version: Version): Promise<boolean> {
  const later = await context.db
    .selectFrom('object_version')
    .select('id')
    .where('object_id', '=', version.object.id)
    .where('number', '>', version.number)
    .where('shown_at', 'is not', null)
    .executeTakeFirst()
  return later !== undefined
}

/**
 * Says what comes of a proposal or a comment, and why; what was merged into it shares it.
 *
 * @returns the version it was said about
 * @throws {FormRefused} the reason is missing where one is due
 */
export async function decideOutcome(
  context: Context,
  contribution: ContributionId,
  input: { outcome: Outcome; reason: Bilingual },
): Promise<Version> {
  const { version, said } = await saidOn(context, contribution)
  if (await nextIsShown(context, version)) throw refuse('version_shown_already')
  const given = Object.keys(input.reason).length > 0
  if (needsReason(input.outcome) && !given) throw new FormRefused({ reason: 'error.reason' })
  const target = said.mergedInto ?? said.id
  await context.db
    .updateTable('annotation')
    .set({ outcome: input.outcome, outcome_reason: given ? input.reason : null })
    .where('contribution_id', '=', target)
    .execute()
  await markRead(context, [said.id])
  await context.audit({
    action: 'prototypes.decide-outcome',
    subject: { type: 'contribution', id: target },
    details: { outcome: input.outcome },
  })
  return version
}

/** Merges something said into another thing said about the same version; an empty target takes it out again. */
export async function mergeAnnotation(
  context: Context,
  contribution: ContributionId,
  into: ContributionId | null,
): Promise<Version> {
  const { version, said } = await saidOn(context, contribution)
  if (await nextIsShown(context, version)) throw refuse('version_shown_already')
  if (into === null) {
    await unmergeContribution(context, said.id)
    return version
  }
  const others = await annotationsOn(context, version.id, 'closed')
  if (!others.some((one) => one.id === into)) throw refuse('not_on_this_version')
  await mergeContributions(context, said.id, into)
  await context.audit({
    action: 'prototypes.merge',
    subject: { type: 'contribution', id: said.id },
    details: { into },
  })
  return version
}

/** A named reader keeps a comment with the readers though its author approved it for others: it names or hurts somebody. */
export async function keepWithReaders(context: Context, contribution: ContributionId): Promise<Version> {
  const { version, said } = await saidOn(context, contribution, permissions['prototypes.read-comments'])
  if (said.kind !== 'comment') throw new NotFound()
  await withholdWording(context, said.id)
  await context.audit({
    action: 'prototypes.keep-with-readers',
    subject: { type: 'contribution', id: said.id },
  })
  return version
}
