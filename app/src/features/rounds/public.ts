export { archiveRound } from './archive-round.ts'
export { answering, answeringEach, type Answering } from './answering.ts'
export { draftAboutVersion } from './draft-about-version.ts'
export { closeRoundDue } from './close-round.ts'
export { listOwed } from './list-owed.ts'
export { openRound, readinessToOpen } from './open-round.ts'
export { ownNames } from './own-names.ts'
export { participantIn, participantsIn } from './participant.ts'
export {
  expectedTimeOf,
  invitedTo,
  participantsOf,
  participationCounts,
  relationsTo as relationsToRound,
  relationsToEach as relationsToRounds,
  roundOf,
  statementsOf,
} from './queries.ts'
export { type Level, levels, type Round, type Statement, takesAnswers } from './round.ts'
export { Readers } from './readers.tsx'
export { RoundLine } from './round-line.tsx'
export { headerOf, headersOf, RoundHeader } from './participant-model.ts'
export { TakingPart, mayShowTakingPart, takingPart, takingPartInEach } from './taking-part.ts'
export { canSayWho, tookPart } from './took-part.ts'
export { answersDelivered } from './round-key-life.ts'
export { roundsWithWords } from './words-of-participants.ts'
export { markPublished } from './mark-published.ts'
export { removeStatement } from './remove-statement.ts'
export { type Answer, answers } from './vote-rule.ts'
export {
  type Conversation,
  importConversation,
  importedBefore,
  type ImportedVote,
} from './import-conversation.ts'
