import { definePermissions } from '../../platform/auth/authorization.ts'

/** One's own pages: what stands on them is found by who is signed in. */
export const permissions = definePermissions({
  'home.see': 'signed-in',
  'home.see-what-i-said': 'signed-in',
  'home.see-answers-of-round': [
    { as: 'invited' },
    { as: 'dyad' },
    { as: 'decider' },
    { as: 'champion' },
    { as: 'triager' },
    { as: 'facilitator' },
    { as: 'sponsor' },
    { as: 'creator' },
  ],
  'home.help': 'public',
})
