import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
let folder: string

beforeAll(() => {
  fs.mkdirSync(path.join(root, '.cache'), { recursive: true })
  folder = fs.mkdtempSync(path.join(root, '.cache/run-sources-'))
})

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function runSource(name: string, source: string, args: string[] = []) {
  const file = path.join(folder, name)
  fs.writeFileSync(file, source)
  const script = path.join(root, 'scripts/with-node.mjs')
  return spawnSync(process.execPath, [script, file, ...args], { encoding: 'utf8' })
}

const page = `import { render } from 'preact-render-to-string'
type Props = { name: string }
const Greeting = ({ name }: Props) => <p class="hello">Bonjour {name}</p>
`

test('a page runs unbuilt, types and markup and all', () => {
  const { stdout, status } = runSource(
    'page.tsx',
    `${page}console.log(render(<Greeting name={process.argv[2] ?? ''} />))`,
    ['Zoé'],
  )
  expect(stdout.trim()).toBe('<p class="hello">Bonjour Zoé</p>')
  expect(status).toBe(0)
})

test('a stack trace names the line of the source, and the exit code comes through', () => {
  const { stderr, status } = runSource('fails.tsx', `${page}\nthrow new Error('here')`)
  expect(stderr).toContain('fails.tsx:5')
  expect(status).toBe(1)
})

test('a syntax error in a page says where it is', () => {
  const { stderr } = runSource('broken.tsx', 'export const Page = () => <p>\n')
  expect(stderr).toContain('broken.tsx')
  expect(stderr).toContain('SyntaxError')
})
