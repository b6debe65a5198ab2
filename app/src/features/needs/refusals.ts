import { defineRefusals } from '../../platform/errors.ts'
import { messages } from './messages.ts'

export const refuse = defineRefusals(messages, {
  merge_answered: { status: 409, message: 'refusal.answered' },
  merge_itself: { status: 409, message: 'refusal.itself' },
  purged: { status: 409, message: 'refusal.purged' },
})
