import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readColumns } from './read-columns.ts'

let directory: string
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'rounds-columns-'))))
afterEach(() => rmSync(directory, { recursive: true }))

function written(text: string): string {
  const file = join(directory, 'data.csv')
  writeFileSync(file, text)
  return file
}

test('columns are read by name, in any order, and others are ignored', () => {
  const { rows, has } = readColumns(written('note,value,day\nx,1e-3,2024-02-29\n,-4.5,2023-01-01\n'), {
    required: ['day', 'value'],
    optional: ['weight'],
  })
  expect(rows.map((row) => [row.line, row.day('day'), row.number('value'), row.text('weight')])).toEqual([
    [2, '2024-02-29', 0.001, ''],
    [3, '2023-01-01', -4.5, ''],
  ])
  expect([has('value'), has('weight')]).toEqual([true, false])
})

test.each([
  ['a\n1\n', /line 1, column 1: expected a column "value"|line 1, column 1 .*expected a column "value"/],
  ['value,value\n1,2\n', /line 1, column 2.*expected each column once/],
  ['value\n', /line 2, column 1: expected at least one line/],
])('%j is refused, located', (text, message) => {
  expect(() => readColumns(written(text), { required: ['value'] })).toThrow(message)
})

test.each([
  ['', /line 2, column 2 \(value\): expected a number in \[0, 9\], found ""/],
  ['0x10', /expected a number in \[0, 9\], found "0x10"/],
  ['1e999', /expected a number/],
  ['9.5', /expected a number in \[0, 9\], found "9.5"/],
  ['Infinity', /expected a number/],
])('the number %j is refused', (text, message) => {
  const { rows } = readColumns(written(`a,value\n1,${text}\n`), { required: ['value'] })
  expect(() => rows[0]!.number('value', { least: 0, most: 9 })).toThrow(message)
})

test.each(['2023-02-29', '2023-2-1', '01/02/2023', ''])('the day %j is refused', (text) => {
  const { rows } = readColumns(written(`day,b\n${text},1\n`), { required: ['day'] })
  expect(() => rows[0]!.day('day')).toThrow(/line 2, column 1 \(day\): expected a day as 2026-11-26/)
})

test.each(['1e51', '-1e200', '1e-51'])('the number %j, whose square would be none, is refused', (text) => {
  const { rows } = readColumns(written(`a,value\n1,${text}\n`), { required: ['value'] })
  expect(() => rows[0]!.number('value')).toThrow(
    `line 2, column 2 (value): expected 0 or a number of a size from 1e-50 to 1e+50, found "${text}"`,
  )
})

test('numbers of ordinary sizes are read, 0 too', () => {
  const { rows } = readColumns(written('value\n0\n1e50\n-1e-50\n'), { required: ['value'] })
  expect(rows.map((row) => row.number('value'))).toEqual([0, 1e50, -1e-50])
})
