import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { tell } from '../notices/public.ts'
import { annotationsOn } from './annotations.ts'
import { type Version, loadVersion, relationsTo } from './load-version.ts'
import { versionBefore } from './mark-change.ts'
import type { ObjectId } from './object.ts'
import { type ShowingProblem, showingProblems } from './outcome-rules.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/** What is still missing before a later version is shown; nothing for a first version, which a round shows. */
export async function problemsToShow(context: Context, version: Version): Promise<readonly ShowingProblem[]> {
  const before = await versionBefore(context, version)
  if (before === null) return []
  const changes = await context.db
    .selectFrom('version_change')
    .select('contribution_id')
    .where('version_id', '=', version.id)
    .execute()
  const open = await context.db
    .selectFrom('round')
    .select('id')
    .where('version_id', '=', before.id)
    .where('state', '=', 'open')
    .execute()
  return showingProblems(
    await annotationsOn(context, before.id, 'closed'),
    changes.map((row) => row.contribution_id),
    { openRounds: open.length },
  )
}

/** Everyone who was asked about an earlier version. */
async function peopleAsked(context: Context, object: ObjectId): Promise<readonly PersonId[]> {
  const rows = await context.db
    .selectFrom('round_invitation as i')
    .innerJoin('round as r', (join) =>
      join.onRef('r.network_id', '=', 'i.network_id').onRef('r.id', '=', 'i.round_id'),
    )
    .innerJoin('object_version as v', (join) =>
      join.onRef('v.network_id', '=', 'r.network_id').onRef('v.id', '=', 'r.version_id'),
    )
    .select('i.person_id')
    .distinct()
    .where('v.object_id', '=', object)
    .where('r.state', '<>', 'draft')
    .orderBy('i.person_id')
    .execute()
  return rows.map((row) => row.person_id as PersonId)
}

/**
 * Shows a later version to everyone who was asked about an earlier one, with what it took from them and what not, and why.
 * From here on neither its changes nor the outcomes behind them change.
 */
export async function showVersion(context: Context, at: { object: ObjectId; number: number }): Promise<void> {
  const version = await loadVersion(context, at, { lock: true })
  const { object } = version
  context.authorize(
    permissions['prototypes.prepare'],
    await relationsTo(context, { initiative: object.initiativeId, object: object.id }),
  )
  if (version.number === 1) throw refuse('version_not_ready')
  if (version.shownAt !== null) throw refuse('version_shown_already')
  if ((await problemsToShow(context, version)).length > 0) throw refuse('version_not_ready')
  await context.db
    .updateTable('object_version')
    .set({ shown_at: context.now })
    .where('id', '=', version.id)
    .execute()
  const people = await peopleAsked(context, object.id)
  await tell(context, {
    kind: 'new-version',
    subject: { type: 'version', id: version.id },
    people,
    parameters: {
      title: object.title,
      number: version.number,
      address: `/objects/${object.id}/versions/${version.number}`,
    },
  })
  await context.audit({
    action: 'prototypes.show-version',
    subject: { type: 'version', id: version.id },
    details: { number: version.number, people: people.length },
  })
}
