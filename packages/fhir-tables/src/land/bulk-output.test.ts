import { Buffer } from 'node:buffer'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findBulkOutput } from './bulk-output.ts'
import { landLater, landedRows, rejectedLines, resourceLine, writeFiles } from './test-landing.ts'

const root = mkdtempSync(join(tmpdir(), 'bulk-output-'))
afterAll(() => rmSync(root, { recursive: true }))

let number = 0
let from = ''
beforeEach(() => {
  from = join(root, `export-${++number}`)
})

const transactionTime = '2026-01-20T00:00:00-05:00'
const files = {
  'p.ndjson': [resourceLine('Patient', 'a', null)],
  'd.ndjson': ['{"resourceType":"Bundle","type":"transaction"}'],
  'o.ndjson': ['{"resourceType":"OperationOutcome"}'],
}
const problemOf = (place = from) => {
  try {
    findBulkOutput(place)
    return 'none'
  } catch (error) {
    return (error as Error).message.replaceAll(`${from}/`, '')
  }
}

describe('findBulkOutput', () => {
  it('finds files whose names end in capitals', () => {
    writeFiles(from, { 'p.NDJSON': [resourceLine('Patient', 'a', null)], 'q.ndjson.GZ': [], 'r.jsonl': [] })
    const names = findBulkOutput(from).files.map(({ path }) => path.slice(from.length + 1))
    expect(names).toEqual(['p.NDJSON', 'q.ndjson.GZ', 'r.jsonl'])
    expect(findBulkOutput(join(from, 'p.NDJSON')).files).toHaveLength(1)
  })

  it.each([
    [
      '2 and 3',
      {
        request: 'http://example.org/$export',
        requiresAccessToken: true,
        error: [{ type: 'OperationOutcome', url: 'http://example.org/files/o.ndjson' }],
      },
    ],
    [
      '4',
      {
        requiresAccessToken: false,
        outcome: [{ type: 'OperationOutcome', url: 'http://example.org/files/o.ndjson' }],
      },
    ],
  ])('reads a manifest of Bulk Data %s', (_, rest) => {
    writeFiles(from, {
      ...files,
      'manifest.json': {
        transactionTime,
        output: [{ type: 'Patient', url: 'https://example.org/bulk/1/p.ndjson?token=secret#x', count: 1 }],
        deleted: [{ type: 'Bundle', url: 'd.ndjson' }],
        ...rest,
      },
    })
    const output = {
      files: [
        { path: join(from, 'p.ndjson'), holds: 'resources', type: 'Patient', count: 1 },
        { path: join(from, 'd.ndjson'), holds: 'deletions', type: null, count: null },
      ],
      transactionTime: '2026-01-20T05:00:00.000000000Z',
      hasHeaders: false,
      outcomes: [join(from, 'o.ndjson')],
    }
    expect(findBulkOutput(from)).toEqual(output)
    expect(findBulkOutput(join(from, 'manifest.json'))).toEqual(output)
  })

  it('reads a manifest that begins with a mark of its encoding', () => {
    const manifest = JSON.stringify({ transactionTime, output: [{ type: 'Patient', url: 'p.ndjson' }] })
    writeFiles(from, { ...files, 'manifest.json': Buffer.from(`\uFEFF${manifest}`) })
    expect(findBulkOutput(from).files).toHaveLength(1)
  })

  it('follows the pages of a manifest, each once', () => {
    const link = (url: string) => [{ relation: 'next', url }]
    writeFiles(from, {
      'p.ndjson': files['p.ndjson'],
      'q.ndjson': files['p.ndjson'],
      'manifest.json': {
        transactionTime,
        output: [{ type: 'Patient', url: 'p.ndjson' }],
        link: link('http://example.org/status/2.json'),
      },
      '2.json': {
        transactionTime,
        output: [{ type: 'Patient', url: 'q.ndjson' }],
        link: link('manifest.json'),
      },
    })
    expect(findBulkOutput(from).files.map(({ path }) => path)).toEqual([
      join(from, 'p.ndjson'),
      join(from, 'q.ndjson'),
    ])
  })

  it('finds files that the client packed or gave their ending', () => {
    writeFiles(from, {
      'p.ndjson.gz': new Uint8Array(),
      'q.zst': new Uint8Array(),
      'r r.ndjson': [],
      'manifest.json': {
        output: ['p.ndjson', 'http://example.org/q', 'http://example.org/r%20r'].map((url) => ({
          type: 'Patient',
          url,
        })),
      },
    })
    expect(findBulkOutput(from).files.map(({ path }) => path)).toEqual(
      ['p.ndjson.gz', 'q.zst', 'r r.ndjson'].map((name) => join(from, name)),
    )
  })

  it('takes the lines that head one patient’s resources for no resources', async () => {
    writeFiles(from, {
      'manifest.json': {
        transactionTime,
        outputOrganizedBy: 'Patient',
        output: [{ type: 'Patient', url: 'p.ndjson' }],
      },
      'p.ndjson': [
        '{"resourceType":"Parameters","parameter":[{"name":"header","valueReference":{"reference":"Patient/a"}}]}',
        resourceLine('Patient', 'a', null),
        `{"parameter":[${' '.repeat(300)}], "resourceType" : "Parameters"}`,
        resourceLine('Observation', 'b', null),
        '{"resourceType":"Task","contained":[{"resourceType":"Parameters"}],"id":"c"}',
      ],
    })
    const to = join(root, `landed-${number}`)
    expect((await landLater(from, to)).totals).toMatchObject({ read: 3, loaded: 3 })
    expect((await landedRows(to)).map(([key]) => key)).toEqual(['Observation/b@', 'Patient/a@', 'Task/c@'])
  })

  it('rejects lines of another type than the manifest says', async () => {
    writeFiles(from, {
      'manifest.json': { transactionTime, output: [{ type: 'Patient', url: 'p.ndjson' }] },
      'p.ndjson': [resourceLine('Observation', 'b', null), resourceLine('Patient', 'a', null)],
    })
    const to = join(root, `landed-${number}`)
    const { totals, snapshot } = await landLater(from, to)
    expect(totals).toMatchObject({ read: 2, loaded: 1, rejected: 1 })
    expect(rejectedLines(to, snapshot.rejects)).toEqual([
      'p.ndjson:1:1 expected Patient as the manifest says, found Observation',
    ])
  })

  it.each([
    [
      { output: [{ type: 'Patient', url: '../p.ndjson' }] },
      'manifest.json, output[0].url: expected a file in the folder of the manifest, found "../p.ndjson"',
    ],
    [
      { output: [{ type: 'Patient', url: 'a/../../p.ndjson' }] },
      'manifest.json, output[0].url: expected a file in the folder of the manifest, found "a/../../p.ndjson"',
    ],
    [
      { output: [{ type: 'Patient', url: 'http://example.org/..%2f..%2fp.ndjson' }] },
      'manifest.json, output[0].url: expected the file p.ndjson beside the manifest, found none',
    ],
    [
      { output: [{ type: 'Patient', url: 'http://example.org/%ff' }] },
      'manifest.json, output[0].url: expected an address, found "http://example.org/%ff"',
    ],
    [
      { output: [{ type: 'Patient', url: 'absent.ndjson' }] },
      'manifest.json, output[0].url: expected the file absent.ndjson beside the manifest, found none',
    ],
    [
      { output: [{ type: 'Patient', url: 'https://x/' }] },
      'manifest.json, output[0].url: expected a file beside the manifest, found "https://x/"',
    ],
    [{ output: [{ type: 'Patient' }] }, 'manifest.json, output[0].url: expected text'],
    [{ output: [null] }, 'manifest.json, output[0]: expected an object with type and url'],
    [{ output: {} }, 'manifest.json, output: expected a list'],
    [
      { transactionTime: 'today', output: [] },
      'manifest.json, transactionTime: expected an instant, found "today"',
    ],
    [{ output: [], link: [{ relation: 'next' }] }, 'manifest.json, link: expected the url of the next page'],
    [{}, 'manifest.json: expected a manifest with output, found none'],
  ])('refuses the manifest %j', (manifest, problem) => {
    writeFiles(from, { 'manifest.json': manifest })
    expect(problemOf()).toBe(problem)
  })

  it('refuses what it cannot land', () => {
    writeFiles(from, { 'notes.txt': [], 'x/manifest.json': new TextEncoder().encode('{') })
    expect(problemOf()).toContain('expected .ndjson, .ndjson.gz or .ndjson.zst files, found none')
    expect(problemOf(join(from, 'notes.txt'))).toContain(
      'notes.txt: expected a folder, a manifest (.json) or .ndjson',
    )
    expect(problemOf(join(from, 'absent'))).toBe(
      'absent: expected a file or folder that can be read, found ENOENT',
    )
    expect(problemOf(join(from, 'x'))).toContain('x/manifest.json: expected a manifest of JSON, found')
  })
})
