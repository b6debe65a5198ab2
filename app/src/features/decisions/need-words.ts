import { may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { loadNeed, needPermissions, readNeed } from '../needs/public.ts'

/**
 * A need in the words this person may read: the wording its author approved; as it was written, a look that is
 * logged, for its named readers; else nothing.
 */
export async function needWords(context: Context, id: ContributionId): Promise<Bilingual> {
  const need = await loadNeed(context, id)
  if (need.wordingState === 'approved') return need.wording
  if (!may(context.actor, needPermissions['needs.triage'], need.relations)) return {}
  await readNeed(context, need)
  return { [need.language]: need.text }
}
