import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTestApp } from '../test-app.ts'
import { importRoster } from './import-roster.ts'

const titles = 'key;given name;family name;e-mail;organisation'
const line = (key: string) => `${key};Zoé;Nom;${key}@example.org;HSC`

test('the command line says what would change, and changes it when told', async () => {
  const app = await startTestApp()
  const network = await app.aNetwork('roster')
  const directory = mkdtempSync(join(tmpdir(), 'rounds-roster-'))
  const keys = () =>
    app.inNetwork(network, async (db) =>
      (await db.selectFrom('person').select('roster_key').orderBy('roster_key').execute()).map(
        (one) => one.roster_key,
      ),
    )
  try {
    const path = join(directory, 'roster.csv')
    writeFileSync(path, [titles, line('1'), line('7'), line('7')].join('\r\n'))
    const said: string[] = []
    const run = (apply: boolean, slug = 'roster', whole = false) =>
      importRoster(app.app.services, { file: path, network: slug, apply, whole }, (text) => said.push(text))
    await run(false)
    expect(said).toContain('added    7')
    expect(said.join('\n')).toContain('line 4: key-twice: 7')
    expect(await keys()).toEqual([])
    await run(true)
    expect(await keys()).toEqual(['1', '7'])
    writeFileSync(path, [titles, line('9')].join('\r\n'))
    const ended = () =>
      app.inNetwork(network, (db) =>
        db.selectFrom('person').select('roster_key').where('left_on', 'is not', null).execute(),
      )
    await expect(run(true)).rejects.toThrow('nothing was changed: it would end most')
    expect(await ended()).toEqual([])
    await run(true, 'roster', true)
    expect(await ended()).toHaveLength(2)
    await expect(run(false, 'none')).rejects.toThrow(/no network is named none: there is roster/)
  } finally {
    rmSync(directory, { recursive: true })
    await app.stop()
  }
})
