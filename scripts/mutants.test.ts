import { expect, test } from 'vitest'
import { mutantsIn } from './mutants.ts'

const changed = (source: string): string[] =>
  mutantsIn('a.ts', source).map(({ start, end, text }) => source.slice(0, start) + text + source.slice(end))

test('operators, conditions, numbers, truth values, signs and names of methods are changed one at a time', () => {
  expect(changed('if (a < 2) b += -c')).toEqual([
    'if (true) b += -c',
    'if (false) b += -c',
    'if (a <= 2) b += -c',
    'if (a < 3) b += -c',
    'if (a < 2) b -= -c',
    'if (a < 2) b +=  c',
  ])
  expect(changed('const x = Math.max(a ?? 0, 0.5)')).toEqual([
    'const x = Math.min(a ?? 0, 0.5)',
    'const x = Math.max(a && 0, 0.5)',
    'const x = Math.max(a ?? 1, 0.5)',
    'const x = Math.max(a ?? 0, 5000)',
  ])
  expect(changed('const y = true')).toEqual(['const y = false'])
})

test('types, imports and the words of a refusal stay', () => {
  expect(
    changed(`import { a } from './1.ts'
type B = 1 | 2
export const c = (d: 3): void => { throw new InvalidInput('d', d, 1 + 2) }`),
  ).toEqual([])
})
