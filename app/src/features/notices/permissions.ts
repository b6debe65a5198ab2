import { definePermissions } from '../../platform/auth/authorization.ts'

export const permissions = definePermissions({
  'notices.see': 'signed-in',
})
