export { addContribution, type NewContribution } from './add-contribution.ts'
export { bringIntoInitiative } from './bring-into-initiative.ts'
export { hasAnswer } from './has-answer.ts'
export { lockNeeds } from './lock-needs.ts'
export { markRead } from './mark-read.ts'
export { mergeContributions, unmergeContribution, withMerged } from './merge-contributions.ts'
export { contributionMessages } from './messages.ts'
export { passOnPlace } from './pass-on-place.ts'
export { moderateContribution, type ModerationReason, moderationReasons } from './moderate-contribution.ts'
export { BeforeWriting, PatientDataStep } from './patient-data-step.tsx'
export {
  approveWording,
  declineWording,
  proposeWording,
  resubmitContribution,
  withholdWording,
} from './propose-wording.ts'
export { purgeContribution } from './purge-contribution.ts'
export { forgetRawText } from './forget-raw-text.ts'
export { forgetContributionOrder, removeSeeded } from './round-contributions.ts'
export { reopenContribution } from './reopen-contribution.ts'
export { reviseContribution } from './revise-contribution.ts'
export { firstOwed, saidToAnswer } from './said-to-answer.ts'
export { setContributionStates } from './set-states.ts'
export { withdrawContribution } from './withdraw-contribution.ts'
