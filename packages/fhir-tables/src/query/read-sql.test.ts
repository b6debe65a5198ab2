import { describe, expect, it } from 'vitest'
import { boundValue } from './bind-value.ts'
import { readSql } from './read-sql.ts'

describe('readSql', () => {
  it('puts declared parameters in place, and leaves texts, names, comments and casts alone', () => {
    const { sql, parameters } = readSql(`
      -- @param: since date When it began
      /* @param: k integer
         :since here is a comment */
      SELECT ':since', 'it''s :since', E'\\':since', ":since", $$ :since $$, $a$ :since $a$, x::since, a[1:2]
      FROM t WHERE day >= :since AND n=:k AND m = :kk -- :since`)
    expect(parameters).toEqual([
      { name: 'since', type: 'date' },
      { name: 'k', type: 'integer' },
    ])
    expect(sql.match(/\$since/g)).toHaveLength(1)
    expect(sql).toContain('day >= $since AND n=$k AND m = :kk')
    expect(sql).toContain(
      `SELECT ':since', 'it''s :since', E'\\':since', ":since", $$ :since $$, $a$ :since $a$, x::since, a[1:2]`,
    )
  })

  it('takes no declaration from a text, and refuses one that is there twice', () => {
    expect(readSql(`SELECT '-- @param: a date' -- and no more`).parameters).toEqual([])
    expect(() => readSql('-- @param: a date\n-- @param: a code\nSELECT 1')).toThrow(
      'expected each parameter once, found a again',
    )
  })
})

describe('boundValue', () => {
  it.each([
    ['integer', '-5', -5],
    ['decimal', '1.50', 1.5],
    ['boolean', 'true', true],
    ['date', '2026-01', '2026-01'],
    ['code', "x' OR 1=1", "x' OR 1=1"],
    ['string', '', ''],
  ])('binds a %s', (type, value, bound) => {
    expect(boundValue('p', type, value)).toBe(bound)
  })

  it.each([
    ['integer', '1.5', '--param p: expected a whole number, found "1.5"'],
    ['boolean', '1', '--param p: expected true or false, found "1"'],
    ['date', '1/5/2026', '--param p: expected a date, YYYY-MM-DD, found "1/5/2026"'],
    ['Quantity', '1', '@param p: expected a primitive type of FHIR, found Quantity'],
    ['toString', '1', '@param p: expected a primitive type of FHIR, found toString'],
  ])('refuses for a %s the value %s', (type, value, problem) => {
    expect(() => boundValue('p', type, value)).toThrow(problem)
  })
})
