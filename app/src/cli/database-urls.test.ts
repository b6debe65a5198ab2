import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../platform/config.ts'
import { installedDatabase } from './database-urls.ts'

test('a command that is given another folder than the service says so, and makes no database in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rounds-elsewhere-'))
  try {
    await expect(installedDatabase(readConfig({ ROUNDS_DATA: folder }))).rejects.toThrow(
      `there is no database in ${folder}: give ROUNDS_DATA`,
    )
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
