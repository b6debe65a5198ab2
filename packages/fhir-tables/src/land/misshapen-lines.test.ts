import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { misshapenLines } from './misshapen-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'misshapen-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

const other = '{"resourceType":"Device","name":5,"patient":{"type":"Patient"}}'
const good = '{"name":[{"given":["\\u00e9"]}],"resourceType":"Patient"}'

it.each([
  [[other, good, '', other], {}],
  [
    [
      other,
      good,
      '{"resourceType":"Patient","name":[{"given":"x"}]}',
      other,
      '{"gender":[],"resourceType":"Patient"}',
    ],
    { 'name[*].given': 'list', gender: 'text' },
  ],
  [[good, '{"resourceType":"P\\u0061tient","name":5}'], null],
  [[good, '{"resourceType":"Patient","id":"a","id":"b"}'], null],
  [[good, '{"resourceType":"Device"'], null],
])('finds in the lines %j where patients are misshapen', async (lines, places) => {
  const file = join(folder, 'some.ndjson')
  writeFileSync(file, lines.join('\n'))
  expect(await misshapenLines(file, 'Patient')).toEqual(places)
})

it('finds it in many chunks', async () => {
  const file = join(folder, 'many.ndjson')
  writeFileSync(
    file,
    `${`${other}\n`.repeat(20_000)}{"resourceType":"Patient","name":5}\n${`${good}\n`.repeat(5_000)}`,
  )
  expect(await misshapenLines(file, 'Patient')).toEqual({ name: 'list' })
})
