import { defineRefusals } from '../../platform/errors.ts'
import { messages } from './messages.ts'

export const refuse = defineRefusals(messages, {
  own_role: { status: 403, message: 'refused.ownRole' },
  last_administrator: { status: 409, message: 'refused.lastAdministrator' },
  has_left: { status: 409, message: 'refused.hasLeft' },
})
