import { expect, it } from 'vitest'
import { infeasibility, panelReport } from './panel-report.ts'

const selection = {
  objective: 'leximin',
  probabilities: [{ row: 1, probability: 0.5, panels: 500 }],
  minimum: 0.5,
  gini: 0,
  geometricMean: 0.5,
  lottery: { panels: 1000, support: 2 },
  draw: { seed: 's', commitment: 'c', number: 1 },
  panel: [1],
  reserves: [],
  unreachable: [],
  seconds: 1,
}

it('says why the search ended, and that a lottery cut by the clock does not follow from its seed alone', () => {
  const told = (because: 'time' | 'precision') =>
    panelReport({ ...selection, certificate: { gap: 0.01, proven: false, because } })
  expect(told('time')).toContain('Time was over, not proven fairest (leximin)')
  expect(told('time')).toContain('further than 1.00 % below')
  expect(told('time')).toContain('--write-panels')
  expect(told('precision')).toContain('The solver came to its precision, not proven fairest (leximin)')
  expect(told('precision')).not.toContain('Time was over')
  expect(told('precision')).not.toContain('--write-panels')
  const proven = panelReport({ ...selection, certificate: { gap: 0, proven: true } })
  expect(proven).toContain('Proven fairest (leximin): smallest probability 50.00 %')
})

it('says which maximum those who stay exceed', () => {
  const reason = { key: 'too-many-staying', column: 'age', value: 'adult', people: 2, max: 1 } as const
  expect(infeasibility({ kind: 'infeasible', reason, relaxation: null }).reason).toBe(
    '2 who stay have age adult, at most 1 may sit; no change of quotas that was found would be enough',
  )
})
