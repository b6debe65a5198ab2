import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { findChromium } from './app/src/cli/find-chromium.ts'

// Tests share their worker's modules: half the time. What is kept there must not change a result.
const testServer = ['app/src/platform/db/test-server.ts']

const inBrowser = {
  globalSetup: testServer,
  isolate: false,
  fileParallelism: false,
}

/** A time limit is there to end what hangs: on a busy machine everything takes ten times as long. */
const patience = 300_000

/** Starts what takes longest first, although its files are short: otherwise one processor waits for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- a method of Vitest that sorts nothing in place
    const sorted = await super.sort(files)
    /* What is killed again and again, and what goes through every address. */
    const isLong = ({ moduleId }: TestSpecification) => /\/app\/(torture\/|src\/[^/]+$)/.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    /* A test waits for its database half of the time: as many workers as processors. */
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    testTimeout: patience,
    hookTimeout: patience,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'app/src/**/*.test.{ts,tsx}',
            'app/islands/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: ['**/*.db.test.{ts,tsx}', '**/node_modules/**'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['app/src/**/*.db.test.{ts,tsx}', 'app/torture/**/*.db.test.ts'],
          globalSetup: testServer,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...inBrowser,
          name: 'browser',
          include: findChromium() === undefined ? [] : ['e2e/**/*.spec.ts'],
          maxConcurrency: 2,
        },
      },
      /* What is true of a machine and no part of a check: see app/bench/largest-paint.ts. */
      { extends: true, test: { ...inBrowser, name: 'paint', include: ['e2e/**/*.paint.ts'] } },
    ],
  },
})
