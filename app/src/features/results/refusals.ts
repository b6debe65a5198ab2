import { defineRefusals } from '../../platform/errors.ts'
import { resultMessages } from './messages.ts'

export const refuse = defineRefusals(resultMessages, {
  results_not_yet: { status: 409, message: 'refused.notYet' },
})
