import { definePermissions } from '../../platform/auth/authorization.ts'

export const may = definePermissions({
  'people.see': [{ role: 'network-administrator' }, { role: 'privacy-officer' }, { role: 'lead' }],
  'people.change': [{ role: 'network-administrator' }],
  'strata.see': [
    { role: 'network-administrator' },
    { role: 'privacy-officer' },
    { role: 'lead' },
    { role: 'analyst' },
    { as: 'owner' },
  ],
  'strata.change': [{ role: 'network-administrator' }],
  'strata.release': [{ as: 'owner' }],
  me: 'signed-in',
  'me.phone': [{ as: 'self' }],
})
