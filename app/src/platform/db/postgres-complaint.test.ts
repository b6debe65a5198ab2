import { expect, test } from 'vitest'
import { explained } from './postgres-complaint.ts'

test.each([
  ['EACCES: permission denied, mkdir', 'set ROUNDS_DATA to another directory'],
  ["ENOENT: no such file or directory, mkdir '/data/postgres'", 'set ROUNDS_DATA to another directory'],
  ["EROFS: read-only file system, open '/data/postgres/x'", 'its file system takes no writes'],
  ['ENOSPC: no space left on device, write', 'its disk is full'],
  ['something\n else', 'Database in /data: something else'],
])('%s is told with what to do about it', (message, words) => {
  expect(explained(new Error(message), '/data').message).toContain(words)
})
