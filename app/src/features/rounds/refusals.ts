import { defineRefusals } from '../../platform/errors.ts'
import { roundMessages } from './messages.ts'

/** Everything this feature refuses, with its words. */
export const refuse = defineRefusals(roundMessages, {
  round_not_draft: { status: 409, message: 'refused.not-draft' },
  round_not_ready: { status: 409, message: 'refused.not-ready' },
  round_not_open: { status: 409, message: 'refused.not-open' },
  round_closed: { status: 410, message: 'refused.closed' },
  round_key_missing: { status: 409, message: 'refused.key-missing' },
  answer_stale: { status: 409, message: 'refused.stale' },
  not_confirmed: { status: 409, message: 'refused.not-confirmed' },
  already_added: { status: 409, message: 'refused.already-added' },
  adding_off: { status: 409, message: 'refused.adding-off' },
  already_moderated: { status: 409, message: 'refused.already-moderated' },
  results_not_out: { status: 409, message: 'refused.results-not-out' },
  key_not_there: { status: 409, message: 'refused.key-not-there' },
})
