import { defineRefusals } from '../../platform/errors.ts'
import { messages } from './messages.ts'

export const refuse = defineRefusals(messages, {
  not_lead: { status: 409, message: 'refusal.not-lead' },
  merge_itself: { status: 409, message: 'refusal.itself' },
  purged: { status: 409, message: 'refusal.purged' },
})
