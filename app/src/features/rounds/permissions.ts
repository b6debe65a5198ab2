import { definePermissions } from '../../platform/auth/authorization.ts'
import { initiativePermissions as inInitiative } from '../initiatives/public.ts'

const lead = inInitiative['initiatives.ask'].rules

/** Who may do what with rounds. */
export const permissions = definePermissions({
  'rounds.create': lead,
  'rounds.prepare': lead,
  'rounds.open': lead,
  'rounds.close': lead,
  'rounds.follow': inInitiative['initiatives.follow'].rules,
  'rounds.moderate': [{ as: 'triager' }],
  'rounds.enter': 'signed-in',
  'rounds.answer': [{ as: 'invited' }],
  'rounds.who-can-see': [
    { as: 'invited' },
    ...lead,
    { as: 'decider' },
    { as: 'sponsor' },
    { as: 'facilitator' },
    { as: 'triager' },
    { role: 'privacy-officer' },
    { role: 'auditor' },
  ],
  'rounds.read-named': [{ as: 'invited' }, { as: 'dyad' }, { as: 'facilitator' }],
  'rounds.read-confidential': [{ as: 'facilitator' }],
  'rounds.read-responses': [{ as: 'invited' }, { as: 'dyad' }, { as: 'facilitator' }],
  'rounds.hold-key': [{ role: 'privacy-officer' }],
})
