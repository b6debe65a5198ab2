import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { voteTable } from '@rounds/methods'
import { NotComputed, computeInProcess } from './compute-in-process.ts'

const ignore = () => undefined

const ofOne = (resamples: number) => ({
  table: voteTable([{ participant: 'a', statement: 's', answer: 'agree' }]),
  notMyArea: new Map([['s', 2]]),
  excluded: new Set<string>(),
  seed: 1,
  resamples,
})

test('what is counts alone is computed without a process, which takes longer to start', async () => {
  let processes = 0
  const result = await computeInProcess(ofOne(100), ignore, () => void (processes += 1))
  expect(result.statements).toMatchObject([{ id: 's', notMyArea: 2 }])
  expect([result.groups, processes]).toEqual([[], 0])
})

const ofMany = () => ({
  table: voteTable(
    Array.from({ length: 60 }, (_, person) => ({
      participant: `p${person}`,
      statement: 's',
      answer: 'agree' as const,
    })),
  ),
  notMyArea: new Map(),
  excluded: new Set<string>(),
  seed: 1,
  resamples: 1,
})

test('a computation may take longer than two minutes, and says every minute that it goes on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval'] })
  try {
    let beats = 0
    const computing = computeInProcess(ofMany(), () => void (beats += 1))
    vi.advanceTimersByTime(600_000)
    expect((await computing).n.participants).toBe(60)
    vi.advanceTimersByTime(600_000)
    expect(beats).toBe(10)
  } finally {
    vi.useRealTimers()
  }
})

test('a computation that fails ends with its cause', async () => {
  for (const input of [ofOne(-1), { ...ofMany(), resamples: -1 }]) {
    const failed = computeInProcess(input)
    await expect(failed).rejects.toThrow(NotComputed)
    await expect(failed).rejects.toMatchObject({ cause: { name: 'InvalidInput' }, outOfMemory: false })
  }
})

test('the system ends a computation before all else where memory runs out, and it is told as that', async () => {
  let adjustment = ''
  const failed = computeInProcess(ofMany(), ignore, (pid) => {
    const looking = setInterval(() => {
      adjustment = readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()
      if (adjustment !== '1000') return
      clearInterval(looking)
      process.kill(pid ?? 0, 'SIGKILL')
    })
  })
  await expect(failed).rejects.toMatchObject({
    outOfMemory: true,
    message: 'the computation was ended by SIGKILL: most likely the memory ran out',
  })
})
