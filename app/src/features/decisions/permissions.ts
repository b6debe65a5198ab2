import { definePermissions } from '../../platform/auth/authorization.ts'
import { initiativePermissions as inInitiative } from '../initiatives/public.ts'

/** Who may do what with decisions and answers. */
export const permissions = definePermissions({
  'decisions.see': 'signed-in',
  'decisions.decide': [{ as: 'decider' }],
  'decisions.record-dissent': [{ as: 'decider' }, { as: 'dyad' }, { as: 'champion' }, { as: 'sponsor' }],
  'decisions.link-evidence': [{ as: 'decider' }, { as: 'dyad' }],
  'decisions.commit': [{ as: 'decider' }, { as: 'dyad' }],
  'decisions.finish-commitment': [{ as: 'owner' }, { as: 'dyad' }],
  'decisions.prepare-answers': inInitiative['initiatives.answer'].rules,
  'decisions.read-as-written': [{ as: 'triager' }],
  'decisions.sign-answers': [{ as: 'decider' }, { as: 'dyad' }],
  'decisions.answer-need': [
    { role: 'lead' },
    { role: 'decision-maker' },
    { as: 'triager' },
    { as: 'dyad' },
    { as: 'decider' },
  ],
  'decisions.read-second-time': [{ as: 'second-reader' }],
  'decisions.take-back-need': [{ as: 'author' }],
  'decisions.object': [{ as: 'author' }],
  'decisions.say-whether-fixed': [{ as: 'author' }],
  'decisions.rate-level': [{ as: 'invited' }],
})
