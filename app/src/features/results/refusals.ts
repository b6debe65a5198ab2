import { defineRefusals } from '../../platform/errors.ts'
import { resultMessages } from './messages.ts'

export const refuse = defineRefusals(resultMessages, {
  results_underway: { status: 409, message: 'refused.underway' },
  results_not_yet: { status: 409, message: 'refused.notYet' },
  recompute_underway: { status: 409, message: 'refused.recomputeUnderway' },
  not_recomputed: { status: 409, message: 'refused.notRecomputed' },
})
