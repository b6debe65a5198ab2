import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-folder-'))
afterAll(() => fs.rmSync(root, { recursive: true, force: true }))

test('what is missing is made, and what is there stays', () => {
  const folder = path.join(root, 'one', 'two')
  makeFolder(folder, 0o700)
  fs.writeFileSync(path.join(folder, 'kept'), '')
  makeFolder(folder, 0o755)
  expect(fs.readdirSync(folder)).toEqual(['kept'])
  expect(fs.statSync(path.join(root, 'one')).mode & 0o777).toBe(0o700)
})

test('a file in its place is refused by name', () => {
  const file = path.join(root, 'file')
  fs.writeFileSync(file, '')
  expect(() => makeFolder(file, 0o700)).toThrow(file)
  expect(() => makeFolder(path.join(file, 'deeper'), 0o700)).toThrow(file)
})
