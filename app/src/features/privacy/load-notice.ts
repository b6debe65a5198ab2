import type { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import { sessionDays } from '../../platform/auth/session.ts'
import type { Context } from '../../platform/http/context.ts'
import { couldHandOver } from './could-hand-over.ts'
import type { PrivacyModel } from './models.ts'
import { permissions } from './permissions.ts'
import { mailDays, noticeDays, usualMonths } from './retention.ts'

/** The notice: what for, by what right, who to ask, for how long; what could be handed over; which keys are destroyed when. */
export async function loadNotice(context: Context): Promise<z.input<typeof PrivacyModel>> {
  const { settings } = context.network
  const me = context.actor?.personId
  const rounds = me
    ? await context.db
        .selectFrom('round as r')
        .innerJoin('round_invitation as i', (join) =>
          join.onRef('i.network_id', '=', 'r.network_id').onRef('i.round_id', '=', 'r.id'),
        )
        .select(['r.id', 'r.title', 'r.key_destroy_on', 'r.key_destroyed_at', 'r.key_hold_reason'])
        .where('i.person_id', '=', me)
        .where('r.anonymity_level', '=', 'C')
        .where('r.opened_at', 'is not', null)
        .orderBy('r.opened_at', 'desc')
        .limit(30)
        .execute()
    : []
  return {
    contact: settings.privacyContact ?? null,
    retentionMonths: settings.retentionMonths ?? usualMonths,
    deviceDays: sessionDays,
    mailDays,
    noticeDays,
    levels: (await couldHandOver(context)).map(({ level, tables }) => ({
      level,
      tables: tables.map((one) => ({ ...one, columns: [...one.columns], who: [...one.who] })),
    })),
    keys: rounds.map((round) => ({
      id: round.id,
      title: round.title,
      destroyOn: round.key_destroy_on,
      destroyedAt: round.key_destroyed_at,
      held: round.key_hold_reason !== null,
    })),
    mayPurge: may(context.actor, permissions['privacy.purge']),
    signedIn: context.actor !== null,
  }
}
