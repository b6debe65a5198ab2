import { definePermissions } from '../../platform/auth/authorization.ts'

export const permissions = definePermissions({
  'evidence.see': 'signed-in',
})
