import { definePermissions } from '../../platform/auth/authorization.ts'
import { initiativePermissions as inInitiative } from '../initiatives/public.ts'

/** Who may do what with the things that people design around. */
export const permissions = definePermissions({
  'prototypes.see': [{ as: 'invited' }, ...inInitiative['initiatives.design'].rules],
  'prototypes.prepare': inInitiative['initiatives.ask'].rules,
  'prototypes.see-comments': [{ as: 'dyad' }, { as: 'triager' }],
  /** As they were written: by those named to read, nobody else. */
  'prototypes.read-comments': [{ as: 'triager' }],
  'prototypes.decide': [{ as: 'dyad' }, { as: 'triager' }],
  'prototypes.enter': 'signed-in',
  'prototypes.review': [{ as: 'invited' }],
})
