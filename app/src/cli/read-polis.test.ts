import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readPolis } from './read-polis.ts'

const folder = mkdtempSync(join(tmpdir(), 'polis-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sound = {
  'summary.csv': 'topic,"自用車, 載客"\nurl,https://pol.is/x\nviews,3\n',
  'comments.csv':
    'timestamp,comment-id,moderated,comment-body\n1,10,1,"第 10 句, ""真的"""\n2,9,0,"two\nlines"\n3,11,-1,\n',
  'participants-votes.csv':
    'participant,group-id,n-comments,n-votes,n-agree,n-disagree,9,10,11\n0,1,0,2,1,1,1,-1,\n1,,0,1,0,0,,,0\n',
  'votes.csv':
    'timestamp,comment-id,voter-id,vote\n1500000000000,9,0,1\n1500000900000,10,0,-1\n1500000100000,11,1,0\n',
}

let count = 0
function exported(files: Partial<Record<keyof typeof sound, string | Buffer | null>> = {}): string {
  const directory = join(folder, String((count += 1)))
  mkdirSync(directory)
  for (const [name, text] of Object.entries({ ...sound, ...files })) {
    if (text !== null) writeFileSync(join(directory, name), text)
  }
  return directory
}

describe('readPolis', () => {
  it('reads texts in any script, statements in order of number, votes, and the dates of the first and last vote', () => {
    expect(readPolis(exported(), 'zh')).toMatchObject({
      title: { zh: '自用車, 載客' },
      openedAt: new Date(1_500_000_000_000),
      closedAt: new Date(1_500_000_900_000),
      statements: [
        { id: '9', text: 'two\nlines', accepted: true },
        { id: '10', text: '第 10 句, "真的"', accepted: true },
        { id: '11', text: '–', accepted: false },
      ],
      votes: [
        { participant: '0', statement: '9', answer: 'agree' },
        { participant: '0', statement: '10', answer: 'disagree' },
        { participant: '1', statement: '11', answer: 'pass' },
      ],
    })
  })

  it('needs no votes.csv', () => {
    expect(readPolis(exported({ 'votes.csv': null }), 'zh').votes).toHaveLength(3)
  })

  it.each([
    ['summary.csv', null, 'summary.csv: expected a file that can be read, found ENOENT'],
    ['summary.csv', 'url,x\n', 'summary.csv, line 1, column 1: expected a line "topic" with a value'],
    ['comments.csv', '', 'comments.csv, line 1, column 1: expected a header'],
    ['comments.csv', 'comment-id,comment-body\n1,x\n', 'expected a header with moderated'],
    [
      'comments.csv',
      'comment-id,moderated,comment-body\n9,1,\n',
      'line 2, column 3 (comment-body): expected the text of the statement',
    ],
    [
      'comments.csv',
      'comment-id,moderated,comment-body\n9,1,x\n9,1,y\n',
      'line 3, column 1 (comment-id): expected each statement once',
    ],
    ['comments.csv', 'comment-id,moderated,comment-body\nx,1,y\n', 'expected the number of a statement'],
    [
      'comments.csv',
      'comment-id,moderated,comment-body\n9,2,y\n',
      'column 2 (moderated): expected -1, 0 or 1',
    ],
    [
      'comments.csv',
      Buffer.from('comment-id,moderated,comment-body\n9,1,\xe9t\xe9\n', 'latin1'),
      'line 2, column 3: expected UTF-8',
    ],
    ['participants-votes.csv', 'participant,9\n0,2\n', 'line 2, column 2 (9): expected 1, -1, 0 or nothing'],
    ['participants-votes.csv', 'participant,9\n0,1\n0,1\n', 'line 3, column 1 (participant): expected each'],
    [
      'participants-votes.csv',
      'participant,9\n0\n',
      'line 2, column 2 (9): expected 2 fields as in the header',
    ],
    ['participants-votes.csv', 'participant,77\n0,1\n', 'expected a statement of comments.csv'],
    ['participants-votes.csv', 'participant,9\n0,\n', 'expected at least one vote, found none'],
    ['votes.csv', 'timestamp\nnoon\n', 'line 2, column 1 (timestamp): expected a time in milliseconds'],
  ] as const)('refuses a wrong %s: %j', (name, text, message) => {
    expect(() => readPolis(exported({ [name]: text }), 'en')).toThrow(message)
  })
})

const shared = new URL('../../../../shared/data/polis-open/', import.meta.url)
const present = existsSync(shared)
// oxlint-disable-next-line no-console
if (!present) console.warn(`SKIPPED: public Polis conversations are not at ${shared.pathname}`)

describe.skipIf(!present)('public conversations', () => {
  it.each([
    ['canadian-electoral-reform', 448, 174, 11_950],
    ['vtaiwan.uberx', 1_921, 197, 49_443],
    ['football-concussions', 1_487, 298, 14_328],
  ])('%s has its %d people, %d statements and %d votes', (name, people, statements, votes) => {
    const read = readPolis(new URL(name, shared).pathname, 'und')
    expect(read.statements).toHaveLength(statements)
    expect(read.votes).toHaveLength(votes)
    expect(new Set(read.votes.map(({ participant }) => participant)).size).toBeLessThanOrEqual(people)
  })
})
