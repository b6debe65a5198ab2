import { Buffer } from 'node:buffer'
import { expect, it } from 'vitest'
import { lineScanner } from './scan-lines.ts'

it('takes as many deletions as a line may hold', () => {
  const deletion = (_: unknown, id: number) => ({ request: { method: 'DELETE', url: `Patient/${id}` } })
  const entry = Array.from({ length: 130_000 }, deletion)
  const bytes = Buffer.from(`${JSON.stringify({ resourceType: 'Bundle', entry })}\n    `)
  const rules = { holds: 'deletions', type: null, hasHeaders: false } as const
  const { deletions } = lineScanner()({ bytes, start: 0, end: bytes.length - 4 }, rules)
  expect(deletions).toHaveLength(entry.length)
  expect(deletions.at(-1)).toEqual({ type: 'Patient', id: '129999' })
})
