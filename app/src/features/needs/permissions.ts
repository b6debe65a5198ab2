import { definePermissions } from '../../platform/auth/authorization.ts'

/** The readers of needs ("triagers") are leads named for the network. */
export const permissions = definePermissions({
  'needs.say': 'signed-in',
  'needs.own': [{ as: 'author' }],
  'needs.list': [{ role: 'lead' }, { role: 'decision-maker' }, { role: 'analyst' }],
  'needs.see': [{ role: 'lead' }, { role: 'decision-maker' }, { role: 'analyst' }, { as: 'triager' }],
  'needs.triage': [{ as: 'triager' }],
  'needs.name-triagers': [{ role: 'network-administrator' }],
})
