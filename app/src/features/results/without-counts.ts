import type { DisclosedResult, DisclosedShare } from './disclose-result.ts'

const steps = 20
const group = 5

const nearest = (share: number): number => Math.round(share * steps) / steps

const rounded = (share: DisclosedShare): DisclosedShare =>
  share.kind === 'hidden'
    ? share
    : {
        kind: 'shown',
        count: null,
        interval: {
          share: nearest(share.interval.share),
          lower: Math.floor(share.interval.lower * steps) / steps,
          upper: Math.ceil(share.interval.upper * steps) / steps,
        },
      }

/**
 * The same result without its counts, shares rounded to five points, group sizes down to a multiple of five.
 *
 * For a round in which fewer than five of those invited did not take part: how many answered a statement would
 * tell, beside how many were invited, how few did not.
 */
export function withoutCounts(result: DisclosedResult): DisclosedResult {
  return {
    ...result,
    participants: null,
    votes: null,
    groups: result.groups.map((one) => ({
      ...one,
      size: one.size === null ? null : Math.floor(one.size / group) * group,
      representative: one.representative.map((line) => ({
        ...line,
        share: nearest(line.share),
        others: line.others === null ? null : nearest(line.others),
      })),
    })),
    statements: result.statements.map((one) => ({
      ...one,
      answered: null,
      agree: rounded(one.agree),
      disagree: rounded(one.disagree),
      pass: rounded(one.pass),
      notMyArea: null,
      groups: one.groups.map((line) => ({ ...line, answered: null, agree: rounded(line.agree) })),
    })),
  }
}
