export const answers = ['agree', 'disagree', 'pass', 'not-my-area'] as const
export type Answer = (typeof answers)[number]

/** An answer as it is stored; `revision` counts its changes from 1. */
export type StoredAnswer = Readonly<{ answer: Answer; revision: number }>

/** An answer as it was sent; `revision` is that of the answer it replaces, 0 for the first. */
export type SentAnswer = Readonly<{ answer: Answer; revision: number }>

/**
 * What to do with an answer that was sent.
 *
 * `acknowledge`: it is stored already (the same form sent twice, or nothing changes). `stale`: another answer
 * was given since the form was shown; nothing is lost, the newer one stands.
 */
export type VoteVerdict =
  | { kind: 'insert' }
  | { kind: 'replace' }
  | { kind: 'acknowledge' }
  | { kind: 'stale'; current: StoredAnswer | null }

/** Decides over one sent answer, given the one that is stored. */
export function decideVote(current: StoredAnswer | null, sent: SentAnswer): VoteVerdict {
  if (current === null) return sent.revision === 0 ? { kind: 'insert' } : { kind: 'stale', current }
  const same = current.answer === sent.answer
  if (sent.revision === current.revision) return same ? { kind: 'acknowledge' } : { kind: 'replace' }
  if (sent.revision === current.revision - 1 && same) return { kind: 'acknowledge' }
  return { kind: 'stale', current }
}
