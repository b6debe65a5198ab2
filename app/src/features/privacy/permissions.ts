import { definePermissions } from '../../platform/auth/authorization.ts'

/** Who may read what is kept, fetch their own, and remove what should not be here. */
export const permissions = definePermissions({
  'privacy.read-notice': 'public',
  'privacy.download-own': 'signed-in',
  'privacy.purge': [{ role: 'privacy-officer' }],
})
