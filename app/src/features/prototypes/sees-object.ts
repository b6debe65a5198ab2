import { may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { relationsTo } from './load-version.ts'
import type { ObjectId } from './object.ts'
import { permissions } from './permissions.ts'

/** Whether the page of a thing that people design around opens for the person who asks. */
export async function seesObject(
  context: Context,
  of: { initiative: InitiativeId; object: ObjectId },
): Promise<boolean> {
  return may(context.actor, permissions['prototypes.see'], await relationsTo(context, of))
}
