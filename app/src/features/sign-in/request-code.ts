import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { queueMail } from '../../platform/mail/mail.ts'
import { type AttemptLimit, attemptLimit } from './attempt-limit.ts'
import { messages } from './messages.ts'
import { may } from './permissions.ts'
import { refuse } from './refusals.ts'
import { codeHashOf, codeRules, makeCode, requestIdOf } from './sign-in-code.ts'

const requests: AttemptLimit = attemptLimit({ max: 60, minutes: 10 })

/**
 * Mails a one-time code to the person of this network with this address, if there is one.
 *
 * The reply is the same for an address that nobody here has; the route sees to it that it takes as long.
 *
 * @returns the token of the request, which stays in the browser's cookie
 */
export async function requestCode(context: Context, input: { email: string }): Promise<string> {
  context.authorize(may['sign-in'])
  const { db, network, now, client } = context
  if (client && !requests.take(`${network.id} ${client.address}`, now)) throw refuse('too_many_tries')
  const { token, code } = makeCode()
  const person = await findPerson(context, input.email)
  if (person && (await mayBeSentMore(context, person.id))) {
    const id = requestIdOf(token)
    await db
      .insertInto('sign_in_code')
      .values({
        network_id: network.id,
        id,
        person_id: person.id,
        code_hash: codeHashOf(token, code, person.email),
        expires_at: new Date(now.getTime() + codeRules.minutes * 60_000),
      })
      .execute()
    const t = messages(person.language)
    const name = inLanguage(network.name, person.language).text
    await queueMail(db, context.services.jobs, network.id, {
      kind: 'code',
      person: person.id,
      address: person.email,
      subject: t('mail.code.subject', { network: name }),
      body: t('mail.code.body', { code, minutes: codeRules.minutes }),
    })
  }
  return token
}

async function findPerson(context: Context, email: string) {
  const day = todayIn(context)
  const row = await context.db
    .selectFrom('person')
    .select(['id', 'email', 'language'])
    .where('email', '=', email.trim().toLowerCase())
    .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>', day)]))
    .forUpdate()
    .executeTakeFirst()
  return row ? { ...row, id: row.id as PersonId } : null
}

async function mayBeSentMore(context: Context, person: PersonId): Promise<boolean> {
  const issued = (hours: number) =>
    new Date(context.now.getTime() + codeRules.minutes * 60_000 - hours * 3_600_000)
  const row = await context.db
    .selectFrom('sign_in_code')
    .where('person_id', '=', person)
    .where('expires_at', '>', issued(24))
    .select((eb) => [
      eb.fn.countAll<number>().as('day'),
      eb.fn.countAll<number>().filterWhere('expires_at', '>', issued(1)).as('hour'),
    ])
    .executeTakeFirstOrThrow()
  return row.hour < codeRules.perHour && row.day < codeRules.perDay
}
