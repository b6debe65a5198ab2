import QRCode from 'qrcode'
import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { addressOf } from '../../platform/http/networks.ts'
import type { RoundId } from '../../platform/ids.ts'
import { RoundHeader, headerOf } from './participant-model.ts'
import { permissions } from './permissions.ts'
import { relationsTo, roundOf } from './queries.ts'

export const InvitationModel = z.object({
  round: RoundHeader,
  address: z.string(),
  qr: z.object({ size: z.number(), path: z.string() }),
  decider: z.string().nullable(),
  decisionOn: z.string().nullable(),
})
export type InvitationModel = z.infer<typeof InvitationModel>

/**
 * A QR code as one SVG path over a grid of `size` modules, quiet zone of four included.
 *
 * Error correction M: readable with 15 % of it lost, on a poster or a screen.
 */
export function qrPath(text: string): { size: number; path: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const quiet = 4
  const runs: string[] = []
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) {
      if (!modules.get(y, x)) continue
      let width = 1
      while (x + width < modules.size && modules.get(y, x + width)) width++
      runs.push(`M${x + quiet} ${y + quiet}h${width}v1h-${width}z`)
      x += width
    }
  return { size: modules.size + 2 * quiet, path: runs.join('') }
}

/** What is printed and put up: the question, what it costs in time, who sees what, who decides, and the way in. */
export async function invitation(context: Context, id: RoundId): Promise<InvitationModel> {
  const round = await roundOf(context, id)
  context.authorize(permissions['rounds.follow'], await relationsTo(context, round))
  const initiative = await context.db
    .selectFrom('initiative as i')
    .leftJoin('person as p', (join) =>
      join.onRef('p.network_id', '=', 'i.network_id').onRef('p.id', '=', 'i.decider_id'),
    )
    .select(['i.decision_due_on', 'p.given_name', 'p.family_name'])
    .where('i.id', '=', round.initiative_id)
    .executeTakeFirstOrThrow()
  const address = `${await addressOf(context)}/rounds/${id}`
  return {
    round: await headerOf(context, round),
    address,
    qr: qrPath(address),
    decider: initiative.given_name === null ? null : `${initiative.given_name} ${initiative.family_name}`,
    decisionOn: initiative.decision_due_on,
  }
}
