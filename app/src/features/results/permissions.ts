import { definePermissions } from '../../platform/auth/authorization.ts'

export const permissions = definePermissions({
  'results.read': 'signed-in',
  'results.recompute': [
    { role: 'analyst' },
    { role: 'lead' },
    { role: 'auditor' },
    { role: 'network-administrator' },
  ],
})
