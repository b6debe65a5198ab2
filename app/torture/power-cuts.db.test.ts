import { expect, test } from 'vitest'
import { killTrials } from './kill-trials.ts'
import { makePowerDisk } from './power-disk.ts'

test('when the power is cut every acknowledged answer is there exactly once', async (context) => {
  const disk = makePowerDisk() ?? context.skip('a power cut needs root, loop devices, mkfs.ext4 and python3')
  const seed = Math.floor(Math.random() * 2 ** 32)
  const report = await killTrials({ kills: 3, seed, durable: true, disk, chances: { power: 1 } })
  expect(report.violations, `seed ${seed}`).toEqual([])
  expect(report.acknowledged).toBe(report.people * 6)
})
