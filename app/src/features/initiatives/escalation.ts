/** How far the wait for an answer has come. */
export type EscalationStep = 'in-time' | 'champion' | 'sponsor'

/** Days after the due day on which the sponsor is told, where the champion's word has not been enough. */
export const sponsorAfterDays = 7

const dayMs = 86_400_000

/** When an answer is due: so many days after the round closed, or after a need came in. */
export const answerDueAt = (from: Date, answerDueDays: number): Date =>
  new Date(from.getTime() + answerDueDays * dayMs)

/**
 * Who has to hear of an answer that has not come: nobody while it is in time, the champion once it is late,
 * the sponsor a week after.
 */
export function escalationStep(dates: { dueAt: Date; now: Date }): EscalationStep {
  const late = dates.now.getTime() - dates.dueAt.getTime()
  if (late <= 0) return 'in-time'
  return late > sponsorAfterDays * dayMs ? 'sponsor' : 'champion'
}
