import { removeSessionsExpiredBefore } from '../../platform/auth/session.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'

/** Removes codes, requests to other sign-in services and remembered phones that can no longer be used. */
export const sweepSignIn: JobHandler = {
  queue: 'sweep',
  async run({ db, now }) {
    const aDayAgo = new Date(now.getTime() - 86_400_000)
    await db.deleteFrom('sign_in_code').where('expires_at', '<', aDayAgo).execute()
    await db.deleteFrom('oidc_request').where('expires_at', '<', now).execute()
    await removeSessionsExpiredBefore(db, aDayAgo)
  },
}
