import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { repeatedIds } from './repeated-ids.ts'

/** Adds ids of a type, each where it stands in bytes that hold more. */
function add(ids: ReturnType<typeof repeatedIds>, type: string, texts: Iterable<string>): void {
  for (const text of texts) ids.add(type, Buffer.from(`-${text}-`), 1, 1 + text.length)
}

describe('repeatedIds', () => {
  it('tells one id that comes again, wherever, and no other of many that look alike', () => {
    const shapes: readonly ((index: number) => string)[] = [
      (index) => String(index),
      (index) => `observation-${index}`,
      (index) => `patient-${index >> 3}-visit-${index & 7}`,
      (index) => index.toString(2).padStart(13, '0').replaceAll('0', 'A').replaceAll('1', 'b'),
    ]
    for (const shape of shapes) {
      const ids = repeatedIds()
      const all = Array.from({ length: 5000 }, (_, index) => shape(index))
      add(ids, 'Patient', all)
      expect(ids.mayHave('Patient')).toBe(false)
      add(ids, 'Patient', [shape(7)])
      expect(ids.mayHave('Patient')).toBe(true)
    }
  })

  it('takes an id of another type for another, and of a type without any it has none', () => {
    const ids = repeatedIds()
    for (const type of ['Patient', 'Group']) add(ids, type, ['a', 'b'])
    for (const type of ['Patient', 'Group', 'Device']) expect(ids.mayHave(type)).toBe(false)
    add(ids, 'Group', ['a'])
    expect([ids.mayHave('Patient'), ids.mayHave('Group')]).toEqual([false, true])
  })

  it('knows nothing once there are more than it remembers', () => {
    const ids = repeatedIds(3)
    add(ids, 'Patient', ['a', 'b', 'c'])
    expect(ids.mayHave('Patient')).toBe(false)
    add(ids, 'Group', ['d'])
    expect([ids.mayHave('Patient'), ids.mayHave('Group'), ids.mayHave('Device')]).toEqual([true, true, true])
  })
})
