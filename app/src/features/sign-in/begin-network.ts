import { type PersonId, newId } from '../../platform/ids.ts'
import { openSession } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import { changeNetwork } from '../../platform/http/networks.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { addFirstAdministrator } from '../people/public.ts'
import { attemptLimit } from './attempt-limit.ts'
import { deviceWord } from './device-word.ts'
import { forgetFirstCode, isFirstCode } from './first-start.ts'
import { may } from './permissions.ts'
import { refuse } from './refusals.ts'

const guesses = attemptLimit({ max: 30, minutes: 10 })

export type Beginning = Readonly<{
  code: string
  name_en?: string | undefined
  name_fr?: string | undefined
  given_name: string
  family_name: string
  email: string
  time_zone?: string | undefined
}>

/**
 * Names the network and makes the person with the printed code its administrator and privacy officer, signed in.
 *
 * Only while the network has nobody in it.
 */
export async function beginNetwork(context: Context, input: Beginning): Promise<string> {
  context.authorize(may['begin-network'])
  const { db, network, now, client, services } = context
  if (client && !guesses.take(`${network.id} ${client.address}`, now)) throw refuse('too_many_tries')
  const { settings } = await db.selectFrom('network').select('settings').forUpdate().executeTakeFirstOrThrow()
  if (await hasBegun(context)) throw refuse('already_begun')
  if (!(await isFirstCode(services, input.code))) throw new FormRefused({ code: 'first.code.wrong' })
  const name = {
    ...(input.name_en ? { en: input.name_en } : {}),
    ...(input.name_fr ? { fr: input.name_fr } : {}),
  }
  const zone = input.time_zone === undefined ? {} : { timeZone: input.time_zone }
  await changeNetwork(db, { name, settings: { ...settings, ...zone } })
  const person = newId<'person'>() as PersonId
  await addFirstAdministrator(context, {
    person,
    givenName: input.given_name,
    familyName: input.family_name,
    email: input.email,
  })
  await context.audit({ action: 'network.begin', subject: { type: 'network', id: network.id } })
  await forgetFirstCode(services)
  return openSession(db, network.id, person, { now, device: deviceWord(client?.agent ?? '') })
}

/** Whether somebody is in the network already. */
export async function hasBegun(context: Context): Promise<boolean> {
  const someone = await context.db.selectFrom('person').select('id').limit(1).executeTakeFirst()
  return someone !== undefined
}
