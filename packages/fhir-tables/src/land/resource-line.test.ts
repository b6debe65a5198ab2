import { Buffer } from 'node:buffer'
import { expect, it } from 'vitest'
import { resourceLineReader } from './resource-line.ts'
import { utcLength } from './utc-instant.ts'

it('knows no type before the first, not even an empty one', () => {
  const line = Buffer.from('{"resourceType":"","id":"x"}\n...')
  const read = resourceLineReader(Buffer.alloc(utcLength))
  expect(() => read(line, 0, line.length - 4)).toThrow('expected a resource type of FHIR R4, found ""')
})
