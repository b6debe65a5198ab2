import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { discloseAnswers, discloseAnswersByStratum } from './disclose-answers.ts'
import type { DisclosedAnswers } from './disclose-answers.ts'

const count = (disclosed: DisclosedAnswers[keyof DisclosedAnswers]) =>
  disclosed.kind === 'shown' ? disclosed.count : null

describe('discloseAnswers', () => {
  it('shows large counts', () => {
    const { agree, disagree, pass, answered } = discloseAnswers({ agree: 40, disagree: 5, pass: 20 })
    expect([agree, disagree, pass, answered].map(count)).toEqual([40, 5, 20, 65])
  })

  it('hides a small count with the smallest other, since the number of answers is shown', () => {
    const { agree, disagree, pass, answered } = discloseAnswers({ agree: 40, disagree: 3, pass: 20 })
    expect([agree, disagree, pass, answered].map(count)).toEqual([40, null, null, 63])
  })

  it('does not say that everybody agreed', () => {
    const { agree, disagree, pass, answered } = discloseAnswers({ agree: 23, disagree: 0, pass: 0 })
    expect([agree, disagree, pass, answered].map(count)).toEqual([null, null, null, 23])
  })

  it('says nothing of fewer than five people', () => {
    const { agree, disagree, pass, answered } = discloseAnswers({ agree: 4, disagree: 0, pass: 0 })
    expect([agree, disagree, pass, answered].map(count)).toEqual([null, null, null, null])
  })
})

const strata = [
  { stratum: 'rural', agree: 12, disagree: 2, pass: 6 },
  { stratum: 'urban', agree: 30, disagree: 10, pass: 20 },
  { stratum: 'north', agree: 9, disagree: 8, pass: 7 },
]
const totals = { agree: 51, disagree: 20, pass: 33 }

describe('discloseAnswersByStratum', () => {
  it('never hides what the published totals show, nor shows what they hide', () => {
    const table = discloseAnswersByStratum(strata, totals)
    expect(table.totals).toEqual(discloseAnswers(totals))
    const withHidden = discloseAnswersByStratum(strata, { agree: 51, disagree: 20, pass: 33 })
    expect(withHidden).toEqual(table)
  })

  it('hides the difference too: at least two strata for the same answer', () => {
    const { strata: lines } = discloseAnswersByStratum(strata, totals)
    expect(lines[0]!.disagree.kind).toBe('hidden')
    expect(lines.filter((line) => line.disagree.kind === 'hidden').length).toBeGreaterThanOrEqual(2)
  })

  it('counts people without a stratum as a line, so that they are not the difference', () => {
    const table = discloseAnswersByStratum(strata, { agree: 53, disagree: 20, pass: 33 })
    expect(table.strata.map(({ stratum }) => stratum)).toEqual(['rural', 'urban', 'north', null])
    expect(count(table.strata[3]!.agree)).toBeNull()
    expect(table.strata.slice(0, 3).some((line) => line.agree.kind === 'hidden')).toBe(true)
  })

  it('shows every count that is shown as it is, and no line total that gives a small one away', () => {
    const cell = fc.nat({ max: 12 })
    const line = fc.record({ agree: cell, disagree: cell, pass: cell })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (counts) => {
        const named = counts.map((answers, i) => ({ stratum: `s${i}`, ...answers }))
        const sum = (answer: 'agree' | 'disagree' | 'pass') =>
          counts.reduce((total, answers) => total + answers[answer], 0)
        const all = { agree: sum('agree'), disagree: sum('disagree'), pass: sum('pass') }
        for (const [i, disclosed] of discloseAnswersByStratum(named, all).strata.entries()) {
          const small = (['agree', 'disagree', 'pass'] as const).filter((answer) => {
            const own = count(disclosed[answer])
            expect(own === null || own === counts[i]![answer]).toBe(true)
            expect(own === null || own >= 5).toBe(true)
            return own === null
          })
          if (disclosed.answered.kind === 'shown' && small.length > 0) {
            const together = small.reduce((total, answer) => total + counts[i]![answer], 0)
            expect(together).toBeGreaterThanOrEqual(5)
          }
        }
      }),
      { numRuns: 100, seed: 3 },
    )
  })

  it('refuses strata that repeat or exceed the totals', () => {
    expect(() => discloseAnswersByStratum([strata[0]!, strata[0]!], totals)).toThrow(InvalidInput)
    expect(() => discloseAnswersByStratum(strata, { ...totals, pass: 32 })).toThrow(
      'at least the sum of the strata',
    )
  })
})
