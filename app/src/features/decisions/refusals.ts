import { defineRefusals } from '../../platform/errors.ts'
import { decisionMessages } from './messages.ts'

/** What this feature refuses, with the words for it. */
export const refuse = defineRefusals(decisionMessages, {
  nothing_to_answer: { status: 409, message: 'refusal.nothingToAnswer' },
  not_answered_yet: { status: 409, message: 'refusal.notAnsweredYet' },
  already_objected: { status: 409, message: 'refusal.alreadyObjected' },
  not_done_yet: { status: 409, message: 'refusal.notDoneYet' },
  already_done: { status: 409, message: 'refusal.alreadyDone' },
  promises_nothing: { status: 409, message: 'refusal.promisesNothing' },
  nothing_to_take_back: { status: 409, message: 'refusal.nothingToTakeBack' },
  not_here: { status: 404, message: 'refusal.notHere' },
  taken_up: { status: 409, message: 'refusal.takenUp' },
  answered_already: { status: 409, message: 'refusal.answeredAlready' },
  still_owed: { status: 409, message: 'refusal.stillOwed' },
  still_on_its_way: { status: 409, message: 'refusal.stillOnItsWay' },
  rating_over: { status: 409, message: 'refusal.ratingOver' },
  key_destroyed: { status: 410, message: 'refusal.keyDestroyed' },
})
