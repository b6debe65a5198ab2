import { definePermissions } from '../../platform/auth/authorization.ts'

/** Who may do what with initiatives, and in them: what is done there in other features is theirs by these lists. */
export const permissions = definePermissions({
  'initiatives.see': 'signed-in',
  'initiatives.create': [
    { role: 'physician' },
    { role: 'champion' },
    { role: 'lead' },
    { role: 'decision-maker' },
    { role: 'community-partner' },
  ],
  'initiatives.edit': [{ role: 'lead' }, { as: 'dyad' }, { as: 'creator' }],
  'initiatives.edit-asked': [{ as: 'dyad' }, { as: 'creator' }, { role: 'network-administrator' }],
  'initiatives.sign': [{ as: 'dyad' }],
  /** Answers what was said in it, or prepares the answers. */
  'initiatives.answer': [
    { as: 'dyad' },
    { as: 'decider' },
    { as: 'champion' },
    { as: 'triager' },
    { as: 'facilitator' },
  ],
  /** Follows its rounds while they are open. */
  'initiatives.follow': [
    { as: 'dyad' },
    { role: 'lead', as: 'creator' },
    { as: 'decider' },
    { as: 'sponsor' },
  ],
  /** Sees what is designed in it. */
  'initiatives.design': [
    { as: 'dyad' },
    { role: 'lead', as: 'creator' },
    { as: 'decider' },
    { as: 'sponsor' },
    { as: 'champion' },
    { as: 'triager' },
    { as: 'facilitator' },
  ],
  /** Begins its rounds and prototypes. */
  'initiatives.ask': [{ as: 'dyad' }, { role: 'lead', as: 'creator' }],
})
