import { definePermissions } from '../../platform/auth/authorization.ts'

const lead = [{ as: 'dyad' }, { role: 'lead', as: 'creator' }] as const

/** Who may do what with rounds. */
export const permissions = definePermissions({
  'rounds.create': lead,
  'rounds.prepare': lead,
  'rounds.open': lead,
  'rounds.close': lead,
  'rounds.follow': [...lead, { as: 'decider' }, { as: 'sponsor' }],
  'rounds.moderate': [{ as: 'triager' }, { as: 'dyad' }],
  'rounds.enter': 'signed-in',
  'rounds.answer': [{ as: 'invited' }],
  'rounds.read-responses': [{ as: 'facilitator' }, { as: 'invited' }, { as: 'dyad' }],
  'rounds.hold-key': [{ role: 'privacy-officer' }],
})
