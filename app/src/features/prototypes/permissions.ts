import { definePermissions } from '../../platform/auth/authorization.ts'

const lead = [{ as: 'dyad' }, { role: 'lead', as: 'creator' }] as const

/** Who may do what with the things that people design around. */
export const permissions = definePermissions({
  'prototypes.see': [
    { as: 'invited' },
    { as: 'dyad' },
    { role: 'lead', as: 'creator' },
    { as: 'decider' },
    { as: 'sponsor' },
    { as: 'champion' },
    { as: 'triager' },
    { as: 'facilitator' },
  ],
  'prototypes.prepare': lead,
  'prototypes.see-comments': [{ as: 'dyad' }, { as: 'triager' }],
  /** As they were written: by those named to read, nobody else. */
  'prototypes.read-comments': [{ as: 'triager' }],
  'prototypes.decide': [{ as: 'dyad' }, { as: 'triager' }],
  'prototypes.enter': 'signed-in',
  'prototypes.review': [{ as: 'invited' }],
})
