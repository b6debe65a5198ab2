/**
 * What a branch adds to main: nothing removed unsaid, and commit messages that speak of the project alone.
 *
 * Files that main has and this branch removes, while no message says "remove", are mostly an older tree
 * committed over newer work (after `git reset --soft main`, for instance).
 */
import { execFileSync } from 'node:child_process'
import { FORBIDDEN_WORDS } from './architecture/check-words.ts'

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()

const messages = git('log', '--format=%B', 'main..HEAD')
const removed = git('diff', '--diff-filter=D', '--name-only', '--find-renames', 'main...HEAD')
if (removed !== '' && !/\b(remove|delete|drop)/i.test(messages)) {
  console.log(`This branch removes these files of main, and no commit says "remove":\n${removed}`)
  console.log('If that is not meant: git checkout main -- FILE for each, and look for changes undone too.')
  process.exitCode = 1
}
for (const [pattern, what] of FORBIDDEN_WORDS) {
  const found = pattern.exec(messages)?.[0]
  if (found === undefined) continue
  console.log(`A commit message holds ${what}: ${found}`)
  process.exitCode = 1
}
