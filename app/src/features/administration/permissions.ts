import { definePermissions } from '../../platform/auth/authorization.ts'

export const may = definePermissions({
  'administration.see': [{ role: 'network-administrator' }, { role: 'privacy-officer' }, { role: 'auditor' }],
  'administration.outbox': [{ role: 'network-administrator' }],
  'administration.settings': [{ role: 'network-administrator' }],
  'administration.audit': [
    { role: 'network-administrator' },
    { role: 'privacy-officer' },
    { role: 'auditor' },
  ],
})
