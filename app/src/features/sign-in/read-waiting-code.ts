import type { Context } from '../../platform/http/context.ts'

/**
 * The code that somebody asked for last and that no mail server has sent, for whoever runs the machine to hand over.
 * With it alone nobody signs in: it works in the browser that asked. That it was read is in the audit log.
 *
 * @returns null where none waits that works still
 */
export async function readWaitingCode(context: Context, email: string): Promise<string | null> {
  const mail = await context.db
    .selectFrom('mail_message as m')
    .select(['m.person_id', 'm.body'])
    .where('m.kind', '=', 'code')
    .where('m.state', '<>', 'sent')
    .where('m.address', '=', email.trim().toLowerCase())
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('sign_in_code as c')
          .select('c.id')
          .whereRef('c.person_id', '=', 'm.person_id')
          .where('c.used_at', 'is', null)
          .where('c.expires_at', '>', context.now),
      ),
    )
    .orderBy('m.not_before', 'desc')
    .limit(1)
    .executeTakeFirst()
  const code = mail && /\b\d{6}\b/.exec(mail.body)?.[0]
  if (!code) return null
  await context.audit({ action: 'identity.read-code', subject: { type: 'person', id: mail.person_id } })
  return code
}
