import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type InitiativeId, type PersonId, newId } from '../../platform/ids.ts'

/** Nobody in the network can stand for what is brought in. */
export class NobodyToImportFor extends Error {
  override name = 'NobodyToImportFor'
}

async function firstWith(
  context: Context,
  role: 'lead' | 'decision-maker' | 'network-administrator',
  calling?: 'physician',
): Promise<PersonId | null> {
  let query = context.db
    .selectFrom('role_grant as g')
    .innerJoin('person as p', 'p.id', 'g.person_id')
    .select('p.id')
    .where('g.role', '=', role)
    .where('g.ended_at', 'is', null)
    .where('p.left_on', 'is', null)
    .orderBy('g.granted_at')
    .orderBy('p.roster_key')
  if (calling) query = query.where('p.calling', '=', calling)
  const row = await query.executeTakeFirst()
  return (row?.id as PersonId | undefined) ?? null
}

/**
 * Makes the initiative under which a conversation that took place elsewhere is looked at, decided and answered.
 *
 * Led by the network's first physician who leads (nobody where none does) and decided by its first decision-maker (the administrator where there is none);
 * its charter can be completed like any other.
 *
 * @throws {NobodyToImportFor} no administrator, lead or decision-maker in the network
 */
export async function importInitiative(
  context: Context,
  input: { title: Bilingual; problem: Bilingual },
): Promise<{ id: InitiativeId; createdBy: PersonId }> {
  const administrator = await firstWith(context, 'network-administrator')
  const lead = (await firstWith(context, 'lead')) ?? administrator
  const decider = (await firstWith(context, 'decision-maker')) ?? administrator
  const createdBy = administrator ?? lead ?? decider
  if (createdBy === null)
    throw new NobodyToImportFor('the network has no administrator, lead or decision-maker yet: sign in first')
  const id = newId<'initiative'>()
  await context.db
    .insertInto('initiative')
    .values({
      network_id: context.network.id,
      id,
      title: input.title,
      problem: input.problem,
      decider_id: decider,
      physician_lead_id: await firstWith(context, 'lead', 'physician'),
      state: 'running',
      created_by: createdBy,
      created_at: context.now,
    })
    .execute()
  return { id, createdBy }
}
