import type { Snapshot } from '@rounds/fhir-tables'
import { expect, it } from 'vitest'
import { landingReport } from './landing-report.ts'

const totals = { read: 2, loaded: 2, unchanged: 0, deleted: 0, rejected: 0 }
const told = (
  ...misshapen: readonly (Snapshot['types'][string][number]['misshapen'] | 'unsaid')[]
): string => {
  const parts = misshapen.map((mark, index) => ({
    file: `Patient/${index}.parquet`,
    rows: 1,
    ...(mark !== 'unsaid' && { misshapen: mark }),
  }))
  const snapshot = {
    id: '000001',
    types: { Patient: parts },
    tables: {},
    rejects: null,
  } as unknown as Snapshot
  return landingReport('landed', snapshot, totals, [])
}

it('tells that a part does not say where it is misshapen', () => {
  const unknown = 'not known where misshapen: Patient; views look outside lists alone\n'
  const known = 'misshapen in some: Patient.name, where FHIR has a list\n'
  expect(told({ name: 'list' })).toContain(known)
  expect(told({ name: 'list' })).not.toContain(unknown)
  expect(told({ name: 'list' }, null)).toContain(known + unknown.padStart(unknown.length + 1, '\n'))
  expect(told('unsaid')).toContain(unknown)
  expect(told({})).not.toContain('misshapen')
})
