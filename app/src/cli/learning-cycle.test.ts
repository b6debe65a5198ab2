import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, expect, it } from 'vitest'
import { interruptedCommand } from './analyze-interrupted.ts'
import { generateCommand } from './data-generate.ts'
import { landCommand } from './data-land.ts'
import { queryCommand } from './data-query.ts'
import { outputsOf } from './run-in-test.ts'

const folder = mkdtempSync(join(tmpdir(), 'learning-cycle-'))
afterAll(() => rmSync(folder, { recursive: true }))
const guide = readFileSync(join(import.meta.dirname, '../../../docs/learning-cycle.md'), 'utf8')
const groups = {
  data: () => [generateCommand(), landCommand(), queryCommand()],
  analyze: () => [interruptedCommand()],
}

/** A command of the guide, its files in the folder, with other words in place of some. */
async function run(line: string, instead: Readonly<Record<string, string>> = {}): Promise<string> {
  const isFile = /^(export|landed|[\w-]+\.(json|sql|csv))$/
  const [, group = '', ...words] = line.replaceAll('\\\n', ' ').split(' > ')[0]!.trim().split(/\s+/)
  const args = words.map((word) => instead[word] ?? (isFile.test(word) ? join(folder, word) : word))
  const program = new Command()
  for (const command of groups[group as keyof typeof groups]()) program.addCommand(command)
  return (await outputsOf(() => program.parseAsync(args, { from: 'user' }))).out
}

it('works as the guide says', async () => {
  for (const [, name, text] of guide.matchAll(/`([\w-]+\.(?:json|sql))`:\n\n```\w+\n([\s\S]*?)```/g))
    writeFileSync(join(folder, name!), text!)
  const lines = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, text]) =>
    text!.split(/(?<!\\)\n/).filter((line) => line.startsWith('rounds')),
  )
  const [generate, land, query, analyze] = lines
  await run(generate!, { '5000': '200' })
  await run(land!)
  const csv = await run(query!)
  expect(csv.split('\n')).toHaveLength(1 + 36 + 1)
  writeFileSync(join(folder, 'months.csv'), csv)
  expect(await run(analyze!)).toMatch(/jump at the change +-\d/)
  expect(process.exitCode).toBeUndefined()
})
