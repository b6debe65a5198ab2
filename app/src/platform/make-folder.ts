import fs from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder and those missing above it.
 *
 * Node's own recursive way never ends where nothing can be made and what is above is there, as in /proc.
 *
 * @throws the system's error, which names the folder that could not be made
 */
export function makeFolder(folder: string, mode: number): void {
  const isThere = () => fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
  if (isThere()) return
  makeFolder(path.dirname(folder), mode)
  try {
    fs.mkdirSync(folder, { mode })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isThere()) throw error
  }
}
