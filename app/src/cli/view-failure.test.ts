import { afterEach, expect, it, vi } from 'vitest'
import { orViewFailure } from './view-failure.ts'

afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

it.each([
  'IO Error: Could not write file "x.parquet": No space left on device\nmore',
  'ENOSPC: no space left on device, write',
])('says in one line that the disk fails: %s', async (message) => {
  let told = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true))
  const code = message.startsWith('ENOSPC') ? { code: 'ENOSPC', syscall: 'write' } : {}
  await orViewFailure('', () => Promise.reject(Object.assign(new Error(message), code)))
  expect(told).toBe(`expected files that can be read and written, found ${message.split('\n')[0]}\n`)
  expect(process.exitCode).toBe(2)
})

it.each([
  new TypeError('x is no function'),
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
  Object.assign(new Error('Invalid URL'), { code: 'ERR_INVALID_ARG_VALUE', path: 'x' }),
])('hands on what is a fault of the program: %s', async (fault) => {
  await expect(orViewFailure('', () => Promise.reject(fault))).rejects.toBe(fault)
})
