import { openSession } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { attemptLimit } from './attempt-limit.ts'
import { deviceWord } from './device-word.ts'
import { may } from './permissions.ts'
import { refuse } from './refusals.ts'
import { codeRules, requestIdOf, sameCode, typedCode } from './sign-in-code.ts'

const guesses = attemptLimit({ max: 120, minutes: 10 })

/**
 * Signs in with a code that was mailed: once, within ten minutes, from the browser that asked, while the person has the
 * address that it went to.
 *
 * Every attempt is counted, so a refusal is a value and not a throw, which would undo the count.
 *
 * @returns the session's token; null when the code is wrong, too old, used, tried too often or was never sent,
 * which all look the same, so that nobody learns whose address is known
 */
export async function enterCode(
  context: Context,
  input: { code: string; own: boolean },
): Promise<string | null> {
  context.authorize(may['sign-in'])
  const { db, network, now, client } = context
  if (client && !guesses.take(`${network.id} ${client.address}`, now)) throw refuse('too_many_tries')
  const token = client?.handover ?? ''
  const id = requestIdOf(token)
  const email = await addressFor(context, id)
  const kept = await db
    .updateTable('sign_in_code')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('attempts', '<', codeRules.attempts)
    .returning(['person_id', 'code_hash', 'attempts'])
    .executeTakeFirst()
  if (!kept || !sameCode(kept.code_hash, token, typedCode(input.code), email)) return null
  await db.updateTable('sign_in_code').set({ used_at: now }).where('id', '=', id).execute()
  const device = deviceWord(client?.agent ?? '')
  return openSession(db, network.id, kept.person_id as PersonId, { now, device, own: input.own })
}

/** The address of the person whom a code is for. Who changes it is waited for, or waits until the session is there to end. */
async function addressFor({ db }: Context, id: string): Promise<string> {
  const row = await db
    .selectFrom('person as p')
    .innerJoin('sign_in_code as c', 'c.person_id', 'p.id')
    .select('p.email')
    .where('c.id', '=', id)
    .forKeyShare('p')
    .executeTakeFirst()
  return row?.email ?? ''
}
