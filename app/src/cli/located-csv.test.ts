import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { readLocatedCsv } from './located-csv.ts'

const folder = mkdtempSync(join(tmpdir(), 'rounds-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

it.each([
  ['a,b\n1,2\n3,4X', ', line 3, column 2: '],
  ['a,b\n"1,1",2X', ', line 2: '],
  ['a,b\n"1,\n1,X"', ', line 3: '],
  ['"a",b\n1,X', ', line 2, column 2: '],
])('in %j says where X is, the column only where it is sure', (text, place) => {
  const file = join(folder, 'damaged.csv')
  const reading = (damage: number) => () => {
    const [before = '', after = ''] = text.split('X')
    writeFileSync(file, Buffer.concat([Buffer.from(before), Buffer.of(damage), Buffer.from(after)]))
    readLocatedCsv(file, vi.fn(), vi.fn())
  }
  expect(reading(0)).toThrow(`${file}${place}expected text in UTF-8, found a zero byte`)
  expect(reading(0xe9)).toThrow(`${file}${place}expected UTF-8, found other bytes`)
})
