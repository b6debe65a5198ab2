import { type Context, actorOf } from '../../platform/http/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { newId } from '../../platform/ids.ts'
import { type CurrentDecision, decisionById } from './current-decision.ts'
import { saysSomething } from './decision.ts'
import { permissions } from './permissions.ts'
import { type Stewarded, stewardsOf } from './stewards.ts'

async function decisionOf(
  context: Context,
  id: string,
): Promise<{ decision: CurrentDecision; initiative: Stewarded }> {
  const decision = await decisionById(context, id)
  if (!decision) throw new NotFound()
  return { decision, initiative: await stewardsOf(context, decision.initiativeId, { lock: true }) }
}

/** Records that somebody does not agree, and why. It stays. */
export async function recordDissent(context: Context, id: string, text: Bilingual): Promise<void> {
  const { initiative } = await decisionOf(context, id)
  context.authorize(permissions['decisions.record-dissent'], initiative.relations)
  if (!saysSomething(text)) throw new FormRefused({ dissent: 'dissentMissing' })
  await context.db
    .insertInto('dissent')
    .values({
      network_id: context.network.id,
      id: newId(),
      decision_id: id,
      text,
      recorded_by: actorOf(context).personId,
      recorded_at: context.now,
    })
    .execute()
  await context.audit({ action: 'decisions.record-dissent', subject: { type: 'decision', id } })
}

/** Links what a decision rests on: a round of its initiative, or an address. @throws {FormRefused} */
export async function linkEvidence(
  context: Context,
  id: string,
  evidence: Readonly<{ label: Bilingual; address: string | null; round: string | null }>,
): Promise<void> {
  const { initiative } = await decisionOf(context, id)
  context.authorize(permissions['decisions.link-evidence'], initiative.relations)
  if (evidence.round === null && evidence.address === null)
    throw new FormRefused({ address: 'evidenceMissing' })
  if (evidence.address !== null && !/^https?:$/.test(protocolOf(evidence.address)))
    throw new FormRefused({ address: 'addressWrong' })
  if (evidence.round !== null) {
    const round = await context.db
      .selectFrom('round')
      .select('id')
      .where('id', '=', evidence.round)
      .where('initiative_id', '=', initiative.id)
      .executeTakeFirst()
    if (!round) throw new NotFound()
  }
  await context.db
    .insertInto('decision_evidence')
    .values({
      network_id: context.network.id,
      id: newId(),
      decision_id: id,
      label: evidence.label,
      address: evidence.address,
      round_id: evidence.round,
    })
    .execute()
  await context.audit({ action: 'decisions.link-evidence', subject: { type: 'decision', id } })
}

const protocolOf = (address: string): string => (URL.canParse(address) ? new URL(address).protocol : '')
