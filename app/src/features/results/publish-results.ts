import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { PersonId, RoundId } from '../../platform/ids.ts'
import { causeOf } from '../../platform/log.ts'
import { forgetNoticesAbout, tell } from '../notices/public.ts'
import { decideParticipation } from '../people/public.ts'
import { markPublished } from '../rounds/public.ts'
import { NotComputed, computeInProcess } from './compute-in-process.ts'
import type { ComputedResult } from './compute-result.ts'
import { inBoth } from './messages.ts'
import { roundForResults, votesOf } from './queries.ts'
import { refuse } from './refusals.ts'
import { tookIn } from './took-in.ts'

/** Resamples of the stability check of a published result. */
const resamples = 100
const seed = 1

async function store(context: Context, id: RoundId, result: ComputedResult): Promise<void> {
  const values = {
    computed_at: context.now,
    method: result.method.name,
    method_version: result.method.version,
    parameters: { ...result.method.parameters },
    result: result as unknown as Record<string, unknown>,
  }
  await context.db
    .insertInto('round_result')
    .values({ network_id: context.network.id, round_id: id, ...values })
    .onConflict((conflict) => conflict.columns(['network_id', 'round_id']).doUpdateSet(values))
    .execute()
}

/** Takes an act about a round until the transaction ends, unless another has it. */
async function isMine({ db }: Context, act: string, id: RoundId): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext(${act}), hashtext(${id})) as mine`.execute(db)
  return rows[0]?.mine === true
}

/**
 * Computes the result of a closed round, publishes it, and tells everyone who was asked.
 *
 * A round that is already published, or that another process is publishing, is left alone. Run by the system: nobody can sit on a result.
 */
export async function publishResults(
  context: Context,
  id: RoundId,
  compute: typeof computeInProcess = computeInProcess,
): Promise<void> {
  if (!(await isMine(context, 'rounds.publish', id))) return
  const round = await roundForResults(context, id)
  if (round.state !== 'closed') return
  if (round.kind === 'statements')
    await store(
      context,
      id,
      await compute({ ...(await votesOf(context, id)), seed, resamples }, context.services.jobs?.beat),
    )
  await decideWhoTookPart(context, id)
  await markPublished(context, id)
  await forgetNoticesAbout(context, id, 'results-late')
  const invited = await context.db
    .selectFrom('round_invitation')
    .select('person_id')
    .where('round_id', '=', id)
    .execute()
  await tell(context, {
    kind: 'results-published',
    subject: { type: 'round', id },
    people: invited.map((row) => row.person_id as PersonId),
    parameters: { title: round.title },
  })
  await context.audit({ action: 'results.publish', subject: { type: 'round', id } })
}

/** Decides which numbers of who took part in a round may leave. */
export async function decideWhoTookPart(context: Context, id: RoundId): Promise<void> {
  const round = await roundForResults(context, id)
  const { all } = await tookIn(context, round)
  await decideParticipation(context, { id, invited: round.invited, tookPart: all })
}

/** What could not be computed: how often in a row, and how many looks are let go by until it is tried again. */
const failures = new Map<RoundId, { times: number; wait: number }>()

/** Looks that are let go by after a failure, doubling; looks are a minute apart, so it is tried every hour at last. */
export const looksToWait = (times: number): number => Math.min(2 ** times, 60) - 1

/**
 * Publishes a result that is due. Where it can't be computed, those who lead and administrate are told so, once; it stays
 * due, and is tried less and less often. A service that begins again tries it at once.
 *
 * @param compute what computes; for tests
 */
export async function publishDue(
  context: Context,
  id: RoundId,
  compute: typeof computeInProcess = computeInProcess,
): Promise<void> {
  const before = failures.get(id) ?? { times: 0, wait: 0 }
  if (before.wait > 0) {
    failures.set(id, { ...before, wait: before.wait - 1 })
    return
  }
  try {
    await publishResults(context, id, compute)
    failures.delete(id)
  } catch (error) {
    if (!(error instanceof NotComputed)) throw error
    const times = before.times + 1
    failures.set(id, { times, wait: looksToWait(times) })
    context.services.log.error(
      { round: id, times, ...causeOf(error.cause ?? error) },
      'a result could not be computed',
    )
    await tellLate(context, id, error.outOfMemory)
  }
}

async function tellLate(context: Context, id: RoundId, outOfMemory: boolean): Promise<void> {
  const { rows } = await sql<{ title: Bilingual; people: PersonId[] }>`
    select r.title, array_remove(array[i.physician_lead_id, i.manager_lead_id, r.created_by], null)
      || array(select person_id from role_grant where role = 'network-administrator' and ended_at is null) as people
    from round r join initiative i on i.network_id = r.network_id and i.id = r.initiative_id
    where r.id = ${id}`.execute(context.db)
  const facts = outOfMemory ? { facts: inBoth('late.memory') } : {}
  for (const { title, people } of rows)
    await tell(context, {
      kind: 'results-late',
      subject: { type: 'round', id },
      people,
      parameters: { title, ...facts },
    })
}

/** Whether a result computed again from the votes is the stored one, number for number. */
export type Recomputed = Readonly<{
  same: boolean
  stored: boolean
  version: string
  storedVersion: string | null
}>

/**
 * Computes the result again from the votes, with the stored parameters, and compares. Changes nothing; that it was
 * done, and what came out, is written to the audit log.
 *
 * @throws {NotFound} where there is no such round
 * @throws {Refused} while the same is being done
 * @throws {NotComputed} where it can't be
 */
export async function recomputeResult(context: Context, id: RoundId): Promise<Recomputed> {
  await roundForResults(context, id)
  if (!(await isMine(context, 'rounds.recompute', id))) throw refuse('recompute_underway')
  const row = await context.db
    .selectFrom('round_result')
    .selectAll()
    .where('round_id', '=', id)
    .executeTakeFirst()
  const parameters = (row?.parameters ?? {}) as { seed?: number; resamples?: number }
  const result = await computeInProcess({
    ...(await votesOf(context, id)),
    seed: parameters.seed ?? seed,
    resamples: parameters.resamples ?? resamples,
  })
  const recomputed: Recomputed = {
    same:
      row !== undefined &&
      JSON.stringify(sortKeys(row.result)) === JSON.stringify(sortKeys(JSON.parse(JSON.stringify(result)))),
    stored: row !== undefined,
    version: result.method.version,
    storedVersion: row?.method_version ?? null,
  }
  await context.audit({ action: 'results.recompute', subject: { type: 'round', id }, details: recomputed })
  return recomputed
}

/** When the result was last computed again, and what came out; null where it never was. */
export async function lastComparison(
  context: Context,
  id: RoundId,
): Promise<(Recomputed & { at: Date }) | null> {
  const entry = await context.db
    .selectFrom('audit_entry')
    .select(['at', 'details'])
    .where('action', '=', 'results.recompute')
    .where('subject_id', '=', id)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const details = entry?.details as Partial<Recomputed> | undefined
  if (!entry || typeof details?.version !== 'string') return null
  const { same = false, stored = false, version, storedVersion = null } = details
  return { at: entry.at, same, stored, version, storedVersion }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  )
}

/** The rounds that have closed and are not published. */
export async function resultsDue(context: Context): Promise<readonly string[]> {
  const due = await context.db
    .selectFrom('round')
    .select('id')
    .where('state', '=', 'closed')
    .orderBy('closed_at')
    .execute()
  return due.map(({ id }) => id)
}
