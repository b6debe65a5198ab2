import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeCharter, readBase } from './merge-charter.ts'

test('changes to different fields are both kept', () => {
  const base = { problem_en: 'a', constraints_en: 'b', social_determinants: ['food'] }
  expect(mergeCharter(base, { ...base, problem_en: 'A' }, { ...base, constraints_en: 'B' })).toEqual({
    texts: { problem_en: 'A', constraints_en: 'B', social_determinants: ['food'] },
    conflicts: [],
  })
})

test('two changes of one field are a conflict that keeps mine in the field', () => {
  const base = { problem_en: 'a' }
  expect(mergeCharter(base, { problem_en: 'mine' }, { problem_en: 'theirs' })).toEqual({
    texts: { problem_en: 'mine' },
    conflicts: ['problem_en'],
  })
})

test('the same change twice is none', () =>
  expect(mergeCharter({ a: '1' }, { a: '2' }, { a: '2' }).conflicts).toEqual([]))

test('line ends and the order of choices are no change', () =>
  expect(
    mergeCharter({ a: 'x\ny', b: ['1', '2'] }, { a: 'x\r\ny', b: ['2', '1'] }, { a: 'z', b: ['1', '2'] }),
  ).toEqual({ texts: { a: 'z', b: ['1', '2'] }, conflicts: [] }))

test('without a readable beginning every difference is shown', () => {
  expect(readBase('{')).toEqual({})
  expect(mergeCharter(readBase('[]'), { a: '1' }, { a: '2' }).conflicts).toEqual(['a'])
})

test('nothing that was written is lost: each text is in the result or is a named conflict', () => {
  const texts = fc.record({ a: fc.string(), b: fc.string(), c: fc.string() })
  fc.assert(
    fc.property(texts, texts, texts, (base, mine, theirs) => {
      const merged = mergeCharter(base, mine, theirs)
      for (const field of ['a', 'b', 'c'] as const) {
        const trimmed = (value: string) => value.trim()
        if (trimmed(mine[field]) !== trimmed(base[field])) expect(merged.texts[field]).toBe(mine[field])
        if (trimmed(theirs[field]) !== trimmed(base[field]) && merged.texts[field] !== theirs[field])
          expect(merged.conflicts.includes(field) || trimmed(mine[field]) === trimmed(theirs[field])).toBe(
            true,
          )
      }
    }),
  )
})
