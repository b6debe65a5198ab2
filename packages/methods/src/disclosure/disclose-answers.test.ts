import { describe, expect, it } from 'vitest'
import { discloseAnswers } from './disclose-answers.ts'
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
