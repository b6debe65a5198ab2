import { type Role } from '../../platform/auth/authorization.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { endPeople, grantRole } from './end-person.ts'
import { may } from './permissions.ts'
import { refuse } from './refusals.ts'

type Subject = { person: PersonId; role: Role }

async function lockPerson(context: Context, person: PersonId) {
  const row = await context.db
    .selectFrom('person')
    .select(['id', 'left_on'])
    .where('id', '=', person)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound()
  return row
}

/** Whether the network has an administrator without this person; locks the grants until the transaction ends. */
export async function keepsAnAdministrator(context: Context, without: PersonId): Promise<boolean> {
  const administrators = await context.db
    .selectFrom('role_grant')
    .select('person_id')
    .where('role', '=', 'network-administrator')
    .where('ended_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const isOne = administrators.some((one) => one.person_id === without)
  return !isOne || administrators.some((one) => one.person_id !== without)
}

/** Gives a role to someone else. Nobody gives themself one. */
export async function giveRole(context: Context, input: Subject): Promise<void> {
  context.authorize(may['people.change'])
  const { left_on } = await lockPerson(context, input.person)
  const by = actorOf(context).personId
  if (input.person === by) throw refuse('own_role')
  if (left_on !== null) throw refuse('has_left')
  await grantRole(context, { ...input, source: 'manual', by })
  await context.audit({
    action: 'role.grant',
    subject: { type: 'person', id: input.person },
    details: { role: input.role },
  })
}

/** Ends a role as of now; it counts from the next request. */
export async function endRole(context: Context, input: Subject): Promise<void> {
  context.authorize(may['people.change'])
  await lockPerson(context, input.person)
  if (input.role === 'network-administrator' && !(await keepsAnAdministrator(context, input.person)))
    throw refuse('last_administrator')
  const ended = await context.db
    .updateTable('role_grant')
    .set({ ended_at: context.now })
    .where('person_id', '=', input.person)
    .where('role', '=', input.role)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!ended) throw new NotFound()
  await context.audit({
    action: 'role.end',
    subject: { type: 'person', id: input.person },
    details: { role: input.role },
  })
}

/** Someone has left the network. Nobody ends themself. */
export async function personLeaves(context: Context, input: { person: PersonId }): Promise<void> {
  context.authorize(may['people.change'])
  const { left_on } = await lockPerson(context, input.person)
  if (input.person === actorOf(context).personId) throw refuse('own_role')
  if (left_on !== null) throw refuse('has_left')
  if (!(await keepsAnAdministrator(context, input.person))) throw refuse('last_administrator')
  await endPeople(context, [input.person])
  await context.audit({ action: 'person.end', subject: { type: 'person', id: input.person } })
}
