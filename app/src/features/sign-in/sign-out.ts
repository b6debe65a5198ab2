import { revokeSession } from '../../platform/auth/session.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { may } from './permissions.ts'

/** Ends the session of this browser. */
export async function signOut(context: Context): Promise<void> {
  context.authorize(may['sign-out'])
  await revokeSession(context.db, actorOf(context).sessionId, context.now)
}
