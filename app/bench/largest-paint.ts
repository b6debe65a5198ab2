import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figure.ts'

/** Measures when the largest thing of each of a physician's pages is painted, on slow 4G and a processor four times slower. */
export async function benchLargestPaint(): Promise<readonly Figure[]> {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--import', './app/jsx.mjs', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'paint'],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8', maxBuffer: 2 ** 26 },
  )
  if (status !== 0) throw new Error(`expected the pages to be painted, found\n${stdout}`)
  return [...stdout.matchAll(/^(\d+) ms until the largest paint of (.+)$/gm)].map(([, ms, name]) => ({
    what: `largest paint: ${name}`,
    measured: Number(ms),
    unit: 'ms',
    target: { atMost: 1_800 },
  }))
}
