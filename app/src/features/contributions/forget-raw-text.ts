import type { Context } from '../../platform/http/context.ts'

/**
 * Lets go of the raw words of what was said in rounds that closed, and of needs, before a
 * moment: those that were answered, or turned back. What stays is the wording its author approved; without one, a stub. An access request or a legal hold on a
 * round holds its words too.
 *
 * @returns of how many contributions
 */
export async function forgetRawText(context: Context, before: Date): Promise<number> {
  const rows = await context.db
    .updateTable('contribution')
    .set({ text: '' })
    .where('text', '<>', '')
    .where((eb) =>
      eb.or([eb('state', 'in', ['decided', 'done']), eb('moderation', 'in', ['returned', 'rejected'])]),
    )
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('round as r')
            .select('r.id')
            .whereRef('r.network_id', '=', 'contribution.network_id')
            .whereRef('r.id', '=', 'contribution.round_id')
            .where('r.closed_at', '<', before)
            .where('r.key_hold_reason', 'is', null),
        ),
        eb.and([eb('contribution.round_id', 'is', null), eb('contribution.received_at', '<', before)]),
      ]),
    )
    .returning('id')
    .execute()
  return rows.length
}
