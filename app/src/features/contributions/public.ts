export { addContribution, type NewContribution } from './add-contribution.ts'
export { markRead } from './mark-read.ts'
export { moderateContribution, type ModerationReason, moderationReasons } from './moderate-contribution.ts'
export { setContributionStates } from './set-states.ts'
