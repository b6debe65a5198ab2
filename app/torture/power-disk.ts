import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A disk whose power can be cut: what the system had not yet written to it is gone. */
export type PowerDisk = Readonly<{
  folder: string
  cut: () => void
  /** Mounts what the cut left, once nothing uses the disk any more. */
  restore: () => Promise<void>
  remove: () => Promise<void>
}>

const megabytes = 1500
/** EXT4_IOC_SHUTDOWN without flushing the journal: the file system ends where the disk stands. */
const shutDown =
  'import fcntl, os, struct, sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack("I", 2))'

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'ignore' })

/**
 * Makes an ext4 file system in a file and mounts it.
 *
 * @returns null where this user or this machine can't: it takes root, loop devices, mkfs.ext4 and python3
 */
export function makePowerDisk(): PowerDisk | null {
  const directory = mkdtempSync(join(tmpdir(), 'rounds-power-'))
  const image = join(directory, 'image')
  const folder = join(directory, 'disk')
  const mount = () => run('mount', '-o', 'loop', image, folder)
  const unmount = async () => {
    for (let tries = 0; ; tries++)
      try {
        run('umount', folder)
        return
      } catch (error) {
        if (tries > 400) throw error
        await sleep(25)
      }
  }
  try {
    mkdirSync(folder)
    const file = openSync(image, 'w')
    ftruncateSync(file, megabytes * 1024 * 1024)
    closeSync(file)
    run('mkfs.ext4', '-q', image)
    run('python3', '--version')
    mount()
  } catch {
    rmSync(directory, { recursive: true, force: true })
    return null
  }
  return {
    folder,
    cut: () => run('python3', '-c', shutDown, folder),
    async restore() {
      await unmount()
      mount()
    },
    async remove() {
      await unmount()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
