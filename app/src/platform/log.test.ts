import { expect, test } from 'vitest'
import { causeOf } from './log.ts'

test('of an error its kind and place are told, and nothing that it quotes', () => {
  const cause = causeOf(new TypeError('cannot read "my words" of someone@example.org'))
  expect(cause).toMatchObject({ error: 'TypeError', message: 'cannot read … of …' })
  expect(cause['at']).toMatch(/^\s+at .*log\.test\.ts/)
  expect(Object.values(cause).join()).not.toMatch(/my words|@example/)
})

test('what the database says may quote anything, so only its code is told', () => {
  const error = Object.assign(new Error('invalid input syntax for type integer: my words'), {
    severity: 'ERROR',
    code: '22P02',
    detail: 'my words',
  })
  expect(causeOf(error)).toMatchObject({ error: 'Error', code: '22P02' })
  expect(JSON.stringify(causeOf(error))).not.toContain('my words')
})

test('a database that is away is told in words, none of them its own', () => {
  const error = Object.assign(new Error('could not extend file "base/1/2": my words'), {
    severity: 'ERROR',
    code: '53100',
  })
  expect(causeOf(error)).toMatchObject({ code: '53100', message: 'the disk of the database is full' })
})

test('what is thrown without being an error is told as far as it goes', () => {
  expect(causeOf({ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' })).toMatchObject({
    error: 'unknown',
    code: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED',
  })
  expect(causeOf('my words')).toEqual({ error: 'unknown', at: '' })
})
