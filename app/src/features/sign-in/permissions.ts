import { definePermissions } from '../../platform/auth/authorization.ts'

export const may = definePermissions({
  'sign-in': 'public',
  'sign-out': 'signed-in',
  'begin-network': 'public',
  'choose-a-role': 'public',
})
