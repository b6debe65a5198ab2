import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Infeasibility, PanelSelection } from './panel-report.ts'
import { commitSeedCommand } from './commit-seed.ts'
import { replaceInPanelCommand } from './replace-in-panel.ts'
import { selectPanelCommand } from './select-panel.ts'

const folder = mkdtempSync(join(tmpdir(), 'select-panel-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const run = (...args: readonly string[]) => runCommand('select', ...args)

async function runCommand(...args: readonly string[]) {
  let out = ''
  let error = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((error += String(text)), true))
  const panel = new Command('panel')
    .addCommand(commitSeedCommand())
    .addCommand(selectPanelCommand())
    .addCommand(replaceInPanelCommand())
  await panel.parseAsync(args, { from: 'user' })
  const code = process.exitCode ?? 0
  vi.restoreAllMocks()
  process.exitCode = undefined
  return { out, error: error.replaceAll(`${folder}/`, ''), code }
}

const categories = file(
  'categories.csv',
  'category,feature,min,max\nage,child,1,2\nage,adult,1,2\nseries,simpsons,1,2\nseries,ducktales,1,2\n',
)
const respondents = file(
  'respondents.csv',
  'name,age,series,address\nLisa,child,simpsons,1A\nMarge,adult,simpsons,3A\nLouie,child,ducktales,2A\n' +
    'Dewey,child,ducktales,2A\nScrooge,adult,ducktales,1A\n',
)
const files = ['--categories', categories, '--respondents', respondents]
const usual = [...files, '--size', '2', '--seed', 'egg']

async function json(...args: readonly string[]): Promise<PanelSelection> {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out) as PanelSelection
}

describe('panel select', () => {
  it('writes everyone’s probability, the certificate, the panel drawn and reserves', async () => {
    const selection = await json(...usual)
    const third = 1 / 3
    for (const [index, probability] of [third, 2 / 3, third, third, third].entries()) {
      expect(selection.probabilities[index]).toMatchObject({ row: index + 1 })
      expect(selection.probabilities[index]!.probability).toBeCloseTo(probability, 7)
      expect(Math.abs(selection.probabilities[index]!.panels - 1000 * probability)).toBeLessThan(4)
    }
    expect(selection.minimum).toBeCloseTo(third, 7)
    expect(selection.certificate).toEqual({ gap: 0, proven: true })
    expect(selection.lottery).toEqual({ panels: 1000, support: 2 })
    expect([
      [1, 5],
      [2, 3],
      [2, 4],
    ]).toContainEqual(selection.panel)
    expect(selection.unreachable).toEqual([])
    expect(selection.seconds).toBeGreaterThan(0)
    expect(Object.keys(selection)).toEqual([
      'objective',
      'probabilities',
      'minimum',
      'gini',
      'geometricMean',
      'certificate',
      'lottery',
      'draw',
      'panel',
      'reserves',
      'unreachable',
      'seconds',
    ])
  })

  it('draws the same for the same seed, whose commitment anyone can compute', async () => {
    const { seconds: _, ...first } = await json(...usual)
    const { seconds: __, ...second } = await json(...usual)
    expect(second).toEqual(first)
    expect(first.draw.commitment).toBe(createHash('sha256').update('egg').digest('hex'))
    const fresh = await json(...files, '--size', '2', '--objective', 'maximin')
    const other = await json(...files, '--size', '2', '--objective', 'nash')
    expect(other.certificate.proven).toBe(true)
    expect(fresh.draw.seed).toMatch(/^[0-9a-f]{32}$/)
    expect(other.draw.seed).not.toBe(fresh.draw.seed)
  })

  it('writes the panels of which one is drawn, so that anyone can check', async () => {
    const path = join(folder, 'panels.csv')
    const selection = await json(...usual, '--panels', '20', '--write-panels', path)
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    expect([lines[0], lines.length]).toEqual(['panel,row', 41])
    const drawn = lines.filter((line) => line.startsWith(`${selection.draw.number},`))
    expect(drawn.map((line) => Number(line.split(',')[1]))).toEqual(selection.panel)
    for (const { row, panels } of selection.probabilities) {
      expect(lines.filter((line) => line.endsWith(`,${row}`))).toHaveLength(panels)
    }
  })

  it('draws from the seed that was committed to, and from no other', async () => {
    const { out } = await runCommand('commit', '--json')
    const { seed, commitment } = JSON.parse(out) as { seed: string; commitment: string }
    expect((await json(...usual, '--seed', seed, '--commitment', commitment)).draw).toMatchObject({
      seed,
      commitment,
    })
    const other = await run(...usual, '--commitment', commitment)
    expect([other.code, other.out]).toEqual([2, ''])
    expect(other.error).toContain('--commitment: expected the SHA-256 of the seed')
    expect((await runCommand('commit')).out).toMatch(
      /^Keep until the draw: \w{32}\nPublish before it: \w{64}\n$/,
    )
  })

  it('lets at most one of an address sit, and names who then cannot', async () => {
    const selection = await json(...usual, '--at-most', 'address=1')
    expect(selection.unreachable).toEqual([1, 5])
    expect(selection.minimum).toBeCloseTo(0.5, 7)
    expect(selection.panel[0]).toBe(2)
  })

  it('draws nobody who is excluded', async () => {
    const selection = await json(...usual, '--exclude', '2, 3')
    expect(selection.panel).toEqual([1, 5])
    expect(selection.probabilities.map(({ probability }) => probability)).toEqual([1, 0, 0, 0, 1])
  })

  it('has an answer with its gap long before it is proven, for 250 people', async () => {
    const { cases } = JSON.parse(
      readFileSync(
        new URL('../../../packages/methods/src/panels/fair-lottery.oracle.json', import.meta.url),
        'utf8',
      ),
    ) as {
      cases: [{ quotas: [string, string, number, number][]; categories: string[]; people: string[] }]
    }
    const [{ quotas, categories: names, people }] = cases
    const rows = people.map((person) => person.replaceAll('|', ','))
    const pool = [
      '--categories',
      file('250-quotas.csv', `category,feature,min,max\n${quotas.join('\n')}\n`),
      '--respondents',
      file('250-people.csv', `${names.join(',')}\n${rows.join('\n')}\n`),
    ]
    const within = (seconds: number) =>
      run(...pool, '--size', '20', '--seed', 'egg', '--json', '--time-limit', String(seconds))
    // On a busy machine a third of a second may end before a panel is met.
    let seconds = 0.33
    let ran = await within(seconds)
    while (ran.code !== 0 && seconds < 20) ran = await within((seconds *= 2))
    const selection = JSON.parse(ran.out) as PanelSelection
    expect(selection.panel).toHaveLength(20)
    expect(selection.certificate).toMatchObject({ proven: false, because: 'time' })
  })

  it('reads the columns of newer tools', async () => {
    const newer = file(
      'newer.csv',
      'feature,value,min,max,min_flex,max_flex\nage,child,1,2,0,2\nage,adult,1,2,0,2\n',
    )
    expect((await json(...usual, '--categories', newer)).minimum).toBeCloseTo(1 / 3, 7)
  })

  it('writes a readable text without --json', async () => {
    const { out, code } = await run(...usual)
    expect(code).toBe(0)
    expect(out).toContain('Proven fairest (leximin): smallest probability 33.33 %')
    expect(out).toMatch(/\n {2}33\.33 % +4\n {2}66\.67 % +1\n/)
  })

  it('says which quotas to change where no panel keeps them: exit 3', async () => {
    const tight = file('tight.csv', 'category,feature,min,max\nage,child,1,2\nage,adult,3,3\n')
    const args = [...files, '--size', '4', '--categories', tight]
    const { out, error, code } = await run(...args, '--json')
    expect([code, error]).toEqual([3, ''])
    const expected: Infeasibility = {
      infeasible: true,
      relaxation: [{ category: 'age', feature: 'adult', min: 3, max: 3, newMin: 2, newMax: 3 }],
      reason:
        'age adult needs 3, there are 2; the smallest change that lets a panel be formed moves 1 of the quotas',
    }
    expect(JSON.parse(out)).toEqual(expected)
    const alone = ['--at-most', 'address=1', '--exclude', '2,3']
    expect((await run(...files, '--size', '3', ...alone)).out).toMatch(
      /^at most 1 of the same address lets in 2, there are 3 seats; no change of quotas/,
    )
    const text = await run(...args)
    expect(text.code).toBe(3)
    expect(text.out).toMatch(/age: adult +3–3 +2–3/)
  })

  it.each<[string, readonly string[], string]>([
    ['no size', files, '--size: expected a number of seats, found nothing'],
    ['no seat', [...files, '--size', '0'], '--size: expected a whole number in [1,'],
    [
      'an objective that is none',
      [...usual, '--objective', 'luck'],
      '--objective: expected leximin, maximin',
    ],
    ['a limit without a number', [...usual, '--at-most', 'address'], '--at-most: expected COLUMN=NUMBER'],
    [
      'a limit on a column that is none',
      [...usual, '--at-most', 'team=1'],
      'respondents.csv, line 1, column 1: expected a column "team"',
    ],
    [
      'a row that is none',
      [...usual, '--exclude', '6'],
      '--exclude: expected a whole number in [1, 5], found "6"',
    ],
    [
      'a feature without a quota',
      [...usual, '--respondents', file('r.csv', 'age,series\nadult,simpsons\nbaby,simpsons\n')],
      'r.csv, line 3, column 1 (age): expected a feature with a quota (child, adult), found "baby"',
    ],
    [
      'a maximum below its minimum',
      [...usual, '--categories', file('c.csv', 'category,feature,min,max\nage,child,2,1\n')],
      'c.csv, line 2, column 4 (max): expected a whole number from 2, found "1"',
    ],
    [
      'a quota twice',
      [...usual, '--categories', file('d.csv', 'category,feature,min,max\nage,child,1,1\nage,child,1,1\n')],
      'd.csv, line 3, column 2 (feature): expected each feature of a category once',
    ],
    [
      'quotas of nothing',
      [...usual, '--categories', file('e.csv', 'category,feature,min,max\nage,,1,1\n')],
      'e.csv, line 2, column 2 (feature): expected a feature',
    ],
    [
      'a folder that is none',
      [...usual, '--write-panels', join(folder, 'none', 'x')],
      'none/x: expected a file that can be written, found ENOENT',
    ],
    [
      'a folder as the file',
      [...usual, '--write-panels', folder],
      ': expected a file that can be written, found EISDIR',
    ],
    [
      'other columns',
      [...usual, '--categories', file('f.csv', 'what,min,max\nage,1,1\n')],
      'f.csv, line 1, column 1: expected the columns category,feature,min,max or feature,value,min,max',
    ],
  ])('refuses %s: exit 2, one located line, nothing on standard output', async (_, args, message) => {
    const { out, error, code } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(error).toContain(message)
    expect(error.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('panel replace', () => {
  const seated = [...usual, '--panel', '2,3']

  it('draws for the seats of those who leave, beside those who stay, nobody of those who left', async () => {
    const { out, code } = await runCommand('replace', ...seated, '--leaving', '3', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ replacements: [4], panel: [2, 4] })
    const text = await runCommand('replace', ...seated, '--leaving', '3')
    expect(text.out).toContain('Panel: 2, 4\nProven fairest (leximin)')
  })

  it('says so where nobody can take the seat: exit 3', async () => {
    const { out, code } = await runCommand('replace', ...usual, '--panel', '1,5', '--leaving', '5')
    expect(code).toBe(3)
    expect(out).toContain('quotas')
  })

  it.each<[string, readonly string[], string]>([
    ['fewer rows than seats', [...usual, '--panel', '1', '--leaving', '1'], '--panel: expected 2 rows'],
    [
      'who leaves without a seat',
      [...seated, '--leaving', '4'],
      '--leaving: expected rows of the panel, found "4"',
    ],
    ['nobody who leaves', seated, '--leaving: expected rows, found nothing'],
  ])('refuses %s', async (_, args, message) => {
    const { out, error, code } = await runCommand('replace', ...args)
    expect([code, out]).toEqual([2, ''])
    expect(error).toContain(message)
  })
})
