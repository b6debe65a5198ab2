import { defineRefusals } from '../../platform/errors.ts'
import { messages } from './messages.ts'

export const refuse = defineRefusals(messages, {
  signature_stale: { status: 409, message: 'refusal.signature-stale' },
  cannot_sign: { status: 409, message: 'refusal.cannot-sign' },
  facilitators_fixed: { status: 409, message: 'refusal.facilitators-fixed' },
  readers_fixed: { status: 409, message: 'refusal.readers-fixed' },
  reader_last: { status: 409, message: 'refusal.reader-last' },
  initiative_closed: { status: 409, message: 'refusal.closed' },
})
