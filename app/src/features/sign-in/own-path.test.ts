import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test('a path of this site is kept, with its query', () => {
  expect(ownPath('/rounds/1?language=fr#top')).toBe('/rounds/1?language=fr#top')
})

test.each([
  undefined,
  '',
  'https://elsewhere.example/',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  '/..//elsewhere.example',
  '/./\\elsewhere.example',
  'javascript:alert(1)',
  '/sign-in?to=/sign-in',
  '/sign-out',
])('%j leads home', (wanted) => {
  expect(ownPath(wanted)).toBe('/')
})

test('whatever is asked for, a browser stays on this site', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `/${text}`),
        fc.webUrl(),
      ),
      (wanted) => {
        const target = new URL(ownPath(wanted), 'https://rounds.example')
        expect(target.origin).toBe('https://rounds.example')
      },
    ),
  )
})
