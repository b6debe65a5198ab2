import type { Context } from '../../platform/http/context.ts'
import { actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { type InitiativeId, type RoundId, newId } from '../../platform/ids.ts'
import { addContribution, removeSeeded } from '../contributions/public.ts'
import { initiativeOf } from '../initiatives/public.ts'
import { readAudience, writeAudience } from './audience.ts'
import type { Draft } from './draft-fields.ts'
import { permissions } from './permissions.ts'
import { relationsTo, roundOf } from './queries.ts'
import { refuse } from './refusals.ts'
import type { Round } from './round.ts'

/**
 * Begins a round in an initiative, as a draft that nobody else sees.
 *
 * @param options.versionId the version that a round about a prototype shows
 * @param options.followsId the earlier round whose participants are asked again
 */
export async function createRound(
  context: Context,
  initiative: InitiativeId,
  draft: Draft,
  options: { kind?: Round['kind']; versionId?: string | null; followsId?: RoundId | null } = {},
): Promise<RoundId> {
  context.authorize(permissions['rounds.create'], (await initiativeOf(context, initiative)).relations)
  const { statements, audience, ...columns } = draft
  const id = newId<'round'>()
  await context.db
    .insertInto('round')
    .values({
      ...columns,
      network_id: context.network.id,
      id,
      initiative_id: initiative,
      kind: options.kind ?? 'statements',
      audience: writeAudience(readAudience(writeAudience(audience))),
      version_id: options.versionId ?? null,
      follows_id: options.followsId ?? null,
      created_by: actorOf(context).personId,
    })
    .execute()
  await writeStatements(context, { id, initiative_id: initiative }, statements)
  return id
}

/** Saves a draft over the revision that was shown. */
export async function saveDraft(
  context: Context,
  id: RoundId,
  draft: Draft,
  revision: number,
): Promise<void> {
  const round = await roundOf(context, id, 'update')
  context.authorize(permissions['rounds.prepare'], await relationsTo(context, round))
  if (round.state !== 'draft') throw refuse('round_not_draft')
  if (round.revision !== revision) throw new FormRefused({ form: 'error.changed-meanwhile' })
  const { statements, audience, ...columns } = draft
  await context.db
    .updateTable('round')
    .set({
      ...columns,
      audience: writeAudience(readAudience(writeAudience(audience))),
      revision: round.revision + 1,
    })
    .where('id', '=', id)
    .execute()
  await context.db.deleteFrom('statement').where('round_id', '=', id).execute()
  await removeSeeded(context, id)
  await writeStatements(context, round, statements)
}

async function writeStatements(
  context: Context,
  round: Pick<Round, 'id' | 'initiative_id'>,
  statements: Draft['statements'],
): Promise<void> {
  for (const [index, wording] of statements.entries()) {
    const language = wording.en ? 'en' : 'fr'
    const contribution = await addContribution(context, {
      kind: 'statement',
      text: wording[language] ?? '',
      language,
      author: 'seeded',
      initiative: round.initiative_id,
      round: round.id,
      wording,
    })
    await context.db
      .insertInto('statement')
      .values({
        network_id: context.network.id,
        id: newId(),
        round_id: round.id,
        contribution_id: contribution,
        number: index + 1,
      })
      .execute()
  }
}
