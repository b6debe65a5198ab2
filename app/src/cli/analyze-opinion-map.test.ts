import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { OpinionMap } from '@rounds/methods'
import { seededRandom } from '@rounds/methods'
import { afterAll, describe, expect, it } from 'vitest'
import { opinionMapCommand } from './analyze-opinion-map.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, folder, remove } = commandInTest(opinionMapCommand)
afterAll(remove)

async function json(...args: readonly string[]): Promise<OpinionMap> {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out) as OpinionMap
}

/** Two camps of 30 on 12 statements, as lines of a long file. */
const lines = (() => {
  const random = seededRandom(2)
  return Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 12 }, (__, j) => {
      const vote = random() < 0.1 ? 0 : (i % 2 === j % 2) === random() < 0.95 ? 1 : -1
      return `${i},${j},${vote}`
    }),
  ).flat()
})()
const long = file('long.csv', `participant,statement,vote\n${lines.join('\n')}\n`)

function wideOf(rows: readonly string[]): string {
  const votes = new Map(rows.map((line) => [line.split(',').slice(0, 2).join(), line.split(',')[2]!]))
  const header = `participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,${Array.from({ length: 12 }, (_, j) => j).join(',')}`
  const body = Array.from({ length: 60 }, (_, i) =>
    [i, '', i % 2, 0, 12, 6, 6, ...Array.from({ length: 12 }, (__, j) => votes.get(`${i},${j}`) ?? '')].join(
      ',',
    ),
  )
  return `\uFEFF${header}\r\n${body.join('\r\n')}\r\n`
}

describe('analyze opinion-map', () => {
  it('writes the same JSON from a long file, a shuffled one, and a wide one', async () => {
    const first = await json('--votes', long, '--resamples', '10')
    const shuffled = file(
      'shuffled.csv',
      `vote,participant,statement,modified\n${lines
        .toReversed()
        .map((line) => {
          const [p, s, v] = line.split(',')
          return `${v},${p},${s},1`
        })
        .join('\n')}`,
    )
    expect(await json('--votes', shuffled, '--resamples', '10')).toEqual(first)
    expect(await json('--votes', file('wide.csv', wideOf(lines)), '--resamples', '10')).toEqual(first)
    expect(first.n).toEqual({ participants: 60, statements: 12, votes: 720, grouped: 60 })
    expect(first.stability?.verdict).toBe('stable')
    expect(first.method.parameters).toMatchObject({ seed: 1, resamples: 10, minimumVoters: 50 })
    expect(Object.keys(first)).toEqual([
      'method',
      'n',
      'center',
      'components',
      'explained',
      'participants',
      'statements',
      'groups',
      'majority',
      'stability',
    ])
  })

  it('gives the same result for the same seed', async () => {
    const args = ['--votes', long, '--resamples', '5', '--seed', '7']
    expect(await json(...args)).toEqual(await json(...args))
  })

  it('takes moderated-out and meta statements from a file, quoted texts and all', async () => {
    const statements = file(
      'statements.csv',
      'comment-id,moderated,is-meta,comment-body\n0,-1,false,"two\nlines, ""quoted"""\n1,1,true,x\n2,0,,\n99,1,false,nobody voted\n',
    )
    const map = await json('--votes', long, '--statements', statements, '--resamples', '0')
    expect(map.statements[0]).toMatchObject({ id: '0', extremity: 0 })
    expect(map.statements[1]).toMatchObject({ id: '1', priority: 49 })
    expect(map.n.statements).toBe(12)
    expect(map.method.parameters).toMatchObject({ moderatedOut: 1, meta: 1 })
  })

  it('computes the statistics of given groups, an empty one being none', async () => {
    const groups = Array.from({ length: 60 }, (_, i) => `${i},${i === 0 ? '' : `g${i % 2}`}`)
    const map = await json(
      '--votes',
      long,
      '--assign',
      file('groups.csv', `participant,group\n${groups.join('\n')}\n`),
    )
    expect(map.groups.map(({ group, size }) => [group, size])).toEqual([
      ['g0', 29],
      ['g1', 30],
    ])
    expect(map.participants[0]!.group).toBeNull()
    expect(map.stability).toBeNull()
  })

  it('says that there is not enough to say', async () => {
    const few = file('few.csv', 'participant,statement,vote\na,1,1\nb,1,-1\n')
    expect(await json('--votes', few)).toMatchObject({
      groups: [],
      statements: [{ groupInformedConsensus: null }],
      stability: { verdict: 'not enough to say', reason: 'too-few-statements' },
    })
    expect((await run('--votes', few)).out).toContain('Groups: not enough to say (too few statements)')
  })

  it('writes a readable table without --json', async () => {
    const { out, code } = await run('--votes', long, '--resamples', '5')
    expect(code).toBe(0)
    expect(out).toContain('60 participants, 12 statements, 720 votes')
    expect(out).toContain('Groups: 2, stable')
    expect(out).toMatch(/\n {2}A +\d+/)
  })

  const header = 'participant,statement,vote\n'
  it.each([
    [
      'a vote that is none',
      `${header}a,1,1\na,2,2\n`,
      'line 3, column 3 (vote): expected 1, -1 or 0, found "2"',
    ],
    ['an empty id', `${header},1,1\n`, 'line 2, column 1 (participant): expected an id, found ""'],
    [
      'a repeated pair',
      `${header}a,1,1\nb,1,1\na,1,-1\n`,
      'line 4, column 2 (statement): expected one vote per participant and statement, found "a,1 again"',
    ],
    [
      'a short line',
      `${header}a,1\n`,
      'line 2, column 3 (vote): expected 3 fields as in the header, found 2 fields',
    ],
    ['an open quote', `${header}a,"1,1\n`, 'line 2, column 2: expected CSV with quotes closed'],
    ['no header', '', 'line 1, column 1: expected a header, found an empty file'],
    ['no vote', header, 'line 2, column 1: expected at least one vote, found none'],
    [
      'a wide file without a vote',
      'participant,7,8\na,,\n',
      'line 2, column 1: expected at least one vote, found none',
    ],
    [
      'spaces around a column name, which would be a wide file of three statements',
      'participant, statement, vote\na,1,1\n',
      'line 1, column 2: expected a column name without spaces around it, found " statement"',
    ],
    [
      'a column twice',
      'participant,statement,vote,vote\na,1,1,-1\n',
      'line 1, column 4: expected each column once',
    ],
    ['lines of an old Mac', 'participant,7\ra,1\r', 'line 1, column 1: expected lines that end in LF'],
    [
      'semicolons',
      'participant;statement;vote\na;1;1\n',
      'line 1, column 1: expected a header with the column participant (wide), or participant, statement and vote, found "participant;',
    ],
    [
      'another header',
      'who,what\n1,2\n',
      'line 1, column 1: expected a header with the column participant (wide)',
    ],
    [
      'a wide vote that is none',
      'participant,7\na,yes\n',
      'line 2, column 2 (7): expected 1, -1, 0 or nothing',
    ],
    ['a statement twice', 'participant,7,7\na,1,1\n', 'line 1, column 3: expected each statement once'],
    [
      'a participant twice',
      'participant,7\na,1\nb,1\na,0\n',
      'line 4, column 1 (participant): expected each participant once',
    ],
    [
      'an unquoted line break',
      'participant,"7\n8"\n"a",1\nb,x\n',
      'line 4, column 2 (7 8): expected 1, -1, 0 or nothing',
    ],
  ])('refuses %s: exit 2, one located line, nothing on standard output', async (_, text, message) => {
    const { out, error, code } = await run('--votes', file('bad.csv', text), '--json')
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(error.startsWith(`bad.csv, ${message}`), error).toBe(true)
    expect(error.match(/\n/g)).toHaveLength(1)
  })

  it('refuses letters that are not UTF-8, since two ids would become one', async () => {
    const bytes = Buffer.from(`${header}\xe9,1,1\n\xe8,1,1\n`, 'latin1')
    const path = join(folder, 'latin1.csv')
    writeFileSync(path, bytes)
    expect(await run('--votes', path)).toEqual({
      out: '',
      error: 'latin1.csv, line 2, column 1: expected UTF-8, found other bytes\n',
      code: 2,
    })
  })

  it('refuses a zero byte, with which two ids look the same', async () => {
    expect(await run('--votes', file('zero.csv', `${header}a,1,1\na,2\0,1\n`))).toEqual({
      out: '',
      error: 'zero.csv, line 3, column 2: expected text in UTF-8, found a zero byte\n',
      code: 2,
    })
  })

  it.each([
    [
      '--statements',
      'comment-id,moderated,is-meta\n1,2,false\n',
      'line 2, column 2 (moderated): expected -1, 0 or 1',
    ],
    [
      '--statements',
      'comment-id,moderated,is-meta\n1,1,maybe\n',
      'line 2, column 3 (is-meta): expected true or false',
    ],
    [
      '--statements',
      'comment-id,moderated\n1,1\n1,1\n',
      'line 3, column 1 (comment-id): expected each statement once',
    ],
    ['--statements', 'id\n1\n', 'line 1, column 1: expected a header with comment-id and moderated'],
    [
      '--assign',
      'participant,group\n1,a\nnobody,b\n',
      'line 3, column 1 (participant): expected a participant of the votes',
    ],
    [
      '--assign',
      'participant,group\n1,a\n1,b\n',
      'line 3, column 1 (participant): expected each participant once',
    ],
    ['--assign', 'participant,team\n1,a\n', 'line 1, column 1: expected a header with participant, group'],
  ])('refuses a bad file for %s', async (option, text, message) => {
    const { out, error, code } = await run('--votes', long, option, file('bad.csv', text))
    expect([code, out]).toEqual([2, ''])
    expect(error.startsWith(`bad.csv, ${message}`), error).toBe(true)
  })

  it('refuses a missing file, a missing option and numbers that are none', async () => {
    expect(await run('--votes', join(folder, 'none.csv'))).toMatchObject({
      code: 2,
      error: 'none.csv: expected a file that can be read, found ENOENT\n',
    })
    expect(await run()).toMatchObject({ code: 2, error: '--votes: expected a file, found nothing\n' })
    expect((await run('--votes', long, '--resamples', '1.5')).error).toContain(
      '--resamples: expected a whole number',
    )
    expect(await run('--votes', long, '--seed', '-1')).toMatchObject({ code: 2, out: '' })
  })

  it('runs as a program', async () => {
    const main = file(
      'main.mjs',
      `import { opinionMapCommand } from ${JSON.stringify(new URL('./analyze-opinion-map.ts', import.meta.url).href)}\nawait opinionMapCommand().parseAsync()\n`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [
      main,
      '--votes',
      long,
      '--resamples',
      '0',
      '--json',
    ])
    expect((JSON.parse(stdout) as OpinionMap).n.votes).toBe(720)
    const failed = promisify(execFile)(process.execPath, [main, '--votes', file('bad.csv', 'x\n')])
    await expect(failed).rejects.toMatchObject({ code: 2, stdout: '' })
  })
})
