import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type Id, newId } from '../../platform/ids.ts'
import { may } from './permissions.ts'
import { peopleNamed } from './person-named.ts'
import usual from './usual-strata.json' with { type: 'json' }

export type StratumId = Id<'stratum'>
export type StratumValueId = Id<'stratum-value'>

/** Adds a stratum at the end of the list. */
export async function addStratum(
  context: Context,
  input: { code: string; label: Bilingual; source: 'roster' | 'self' },
): Promise<StratumId> {
  context.authorize(may['strata.change'])
  const id = newId<'stratum'>()
  const { count } = await context.db
    .selectFrom('stratum')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const added = await context.db
    .insertInto('stratum')
    .values({ network_id: context.network.id, id, position: count + 1, ...input })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new FormRefused({ code: 'stratum.code.taken' })
  await context.audit({ action: 'stratum.add', subject: { type: 'stratum', id } })
  return id
}

/** Changes the words of a stratum; its code, which files use, stays. */
export async function renameStratum(
  context: Context,
  input: { stratum: StratumId; label: Bilingual },
): Promise<void> {
  context.authorize(may['strata.change'])
  const renamed = await context.db
    .updateTable('stratum')
    .set({ label: input.label })
    .where('id', '=', input.stratum)
    .returning('id')
    .executeTakeFirst()
  if (!renamed) throw new NotFound()
  await context.audit({ action: 'stratum.rename', subject: { type: 'stratum', id: input.stratum } })
}

/** Adds those of the usual strata that are not here yet, with their values. */
export async function addUsualStrata(context: Context): Promise<void> {
  context.authorize(may['strata.change'])
  const here = await context.db.selectFrom('stratum').select('code').execute()
  for (const stratum of usual) {
    if (here.some((one) => one.code === stratum.code)) continue
    const { code, label, values } = stratum
    const id = await addStratum(context, {
      code,
      label,
      source: stratum.source === 'self' ? 'self' : 'roster',
    })
    for (const value of values) await addValue(context, { stratum: id, ...value })
  }
}

/** Adds a value to a stratum. */
export async function addValue(
  context: Context,
  input: { stratum: StratumId; code: string; label: Bilingual },
): Promise<void> {
  context.authorize(may['strata.change'])
  const { db, network } = context
  const stratum = await db
    .selectFrom('stratum')
    .select('id')
    .where('id', '=', input.stratum)
    .forUpdate()
    .executeTakeFirst()
  if (!stratum) throw new NotFound()
  const { count } = await db
    .selectFrom('stratum_value')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('stratum_id', '=', stratum.id)
    .executeTakeFirstOrThrow()
  const id = newId<'stratum-value'>()
  const added = await db
    .insertInto('stratum_value')
    .values({
      network_id: network.id,
      id,
      stratum_id: stratum.id,
      code: input.code,
      label: input.label,
      position: count + 1,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new FormRefused({ code: 'value.code.taken' })
  await context.audit({ action: 'stratum-value.add', subject: { type: 'stratum-value', id } })
}

/**
 * Changes a value's words, and who releases it.
 *
 * Another steward, or none, ends a release. Only the steward takes their name away: an administrator may name
 * one, or name another once the steward has left.
 */
export async function changeValue(
  context: Context,
  input: { value: StratumValueId; label: Bilingual; steward: string; steward_id?: string },
): Promise<void> {
  context.authorize(may['strata.change'])
  const { db } = context
  const value = await lockValue(context, input.value)
  const { people, offers } = await peopleNamed(context, input, { steward: {} })
  const { steward: named } = people
  const replaced = value.steward_id !== null && value.steward_id !== named
  if (replaced && value.steward_id !== actorOf(context).personId) {
    const steward = await db
      .selectFrom('person')
      .select('left_on')
      .where('id', '=', value.steward_id)
      .executeTakeFirst()
    if (steward?.left_on === null) throw new FormRefused({ steward: 'value.steward.theirs' }, offers)
  }
  if (named !== null && value.steward_id !== named) {
    const person = await db.selectFrom('person').select('left_on').where('id', '=', named).executeTakeFirst()
    if (person?.left_on !== null) throw new FormRefused({ steward: 'value.steward.unknown' })
  }
  await db
    .updateTable('stratum_value')
    .set({
      label: input.label,
      steward_id: named,
      ...(value.steward_id === named ? {} : { released_at: null }),
    })
    .where('id', '=', input.value)
    .execute()
  await context.audit({
    action: 'stratum-value.change',
    subject: { type: 'stratum-value', id: input.value },
    details: { steward: named },
  })
}

/** Releases a stewarded value to outputs, or takes the release back; its steward alone. */
export async function releaseValue(
  context: Context,
  input: { value: StratumValueId; release: boolean },
): Promise<void> {
  const value = await lockValue(context, input.value)
  context.authorize(
    may['strata.release'],
    value.steward_id !== null && value.steward_id === context.actor?.personId ? ['owner'] : [],
  )
  await context.db
    .updateTable('stratum_value')
    .set({ released_at: input.release ? context.now : null })
    .where('id', '=', input.value)
    .execute()
  await context.audit({
    action: input.release ? 'stratum-value.release' : 'stratum-value.withhold',
    subject: { type: 'stratum-value', id: input.value },
  })
}

async function lockValue(context: Context, id: StratumValueId) {
  const value = await context.db
    .selectFrom('stratum_value')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!value) throw new NotFound()
  return value
}
