import { defineRefusals } from '../../platform/errors.ts'
import { messages } from './messages.ts'

export const refuse = defineRefusals(messages, {
  too_many_tries: { status: 429, message: 'refused.tooManyTries' },
  not_on_the_roster: { status: 403, message: 'refused.notOnTheRoster' },
  already_begun: { status: 410, message: 'refused.alreadyBegun' },
})
