import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHmac } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { newId } from '../ids.ts'
import { fileRoundKeys, pseudonymOf } from './round-keys.ts'

const directory = mkdtempSync(join(tmpdir(), 'rounds-keys-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a key is its user’s alone, stays when it is created again, and is gone everywhere within a minute', async () => {
  const network = newId<'network'>()
  const round = newId<'round'>()
  let time = 0
  const here = fileRoundKeys(directory, () => time)
  const elsewhere = fileRoundKeys(directory, () => time)
  const file = join(directory, network, `${round}.key`)
  expect(await here.read(network, round)).toBeNull()
  await here.create(network, round)
  const key = readFileSync(file)
  expect(key).toHaveLength(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await elsewhere.create(network, round)
  expect(readFileSync(file)).toEqual(key)
  expect(await elsewhere.read(network, round)).toEqual(key)

  await here.destroy(network, round)
  await here.destroy(network, round)
  expect(existsSync(file)).toBe(false)
  expect(await here.read(network, round)).toBeNull()
  time = 60_001
  expect(await elsewhere.read(network, round)).toBeNull()
})

test('a key that lost some of its bytes is not used: with it everybody would be somebody else', async () => {
  const network = newId<'network'>()
  const round = newId<'round'>()
  await fileRoundKeys(directory).create(network, round)
  truncateSync(join(directory, network, `${round}.key`), 0)
  await expect(fileRoundKeys(directory).read(network, round)).rejects.toThrow('0 bytes instead of 32')
})

test('whoever asks at the same time whether a key could be made is told the same, and nothing is left', async () => {
  const empty = join(directory, 'asked')
  const keys = fileRoundKeys(empty)
  const told = await Promise.all(Array.from({ length: 40 }, () => keys.writable()))
  expect(new Set(told)).toEqual(new Set([true]))
  expect(readdirSync(empty)).toEqual([])
})

test('a pseudonym is the first half of the HMAC, and differs by key and by person', () => {
  const key = Buffer.alloc(32, 1)
  const person = newId<'person'>()
  const expected = createHmac('sha256', key).update(person).digest('hex').slice(0, 32)
  expect(pseudonymOf(key, person).replaceAll('-', '')).toBe(expected)
  expect(pseudonymOf(Buffer.alloc(32, 2), person)).not.toBe(pseudonymOf(key, person))
  expect(pseudonymOf(key, newId<'person'>())).not.toBe(pseudonymOf(key, person))
})
