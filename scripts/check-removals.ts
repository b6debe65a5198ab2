/**
 * Fails where this branch removes files that main has, and no commit message of the branch says "remove".
 *
 * An older tree committed over newer work looks like that: after `git reset --soft main`, for instance.
 */
import { execFileSync } from 'node:child_process'

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()

const removed = git('diff', '--diff-filter=D', '--name-only', '--find-renames', 'main...HEAD')
const said = /\b(remove|delete|drop)/i.test(git('log', '--format=%B', 'main..HEAD'))
if (removed !== '' && !said) {
  console.log(`This branch removes these files of main, and no commit says "remove":\n${removed}`)
  console.log('If that is not meant: git checkout main -- FILE for each, and look for changes undone too.')
  process.exitCode = 1
}
