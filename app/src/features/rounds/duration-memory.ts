import { minimumCount } from '@rounds/methods'
import type { Services } from '../../platform/http/context.ts'
import { durationClass, medianSeconds } from './expected-time.ts'

/** How long people take, in memory alone: no row and no line says when anyone answered. */
export type DurationMemory = Readonly<{
  started: (round: string, participant: string, at: Date) => void
  finished: (round: string, participant: string, at: Date) => void
  /** The median of the first five people, ten, and so on, in seconds: one that moved with each would tell who has just answered. */
  median: (round: string) => number | null
  /** Takes the counts out, to be stored when the round has closed. */
  drain: (round: string) => ReadonlyMap<number, number>
}>

const mostStarted = 20_000

/** An empty memory. A restart loses what it held; the measure starts again. */
export function durationMemory(): DurationMemory {
  const starts = new Map<string, number>()
  const counts = new Map<string, Map<number, number>>()
  const medians = new Map<string, number | null>()
  return {
    started(round, participant, at) {
      const key = `${round} ${participant}`
      if (starts.has(key)) return
      if (starts.size >= mostStarted) starts.clear()
      starts.set(key, at.getTime())
    },
    finished(round, participant, at) {
      const key = `${round} ${participant}`
      const start = starts.get(key)
      if (start === undefined) return
      starts.delete(key)
      const seconds = durationClass((at.getTime() - start) / 1000)
      if (seconds === null) return
      const classes = counts.get(round) ?? new Map<number, number>()
      counts.set(round, classes.set(seconds, (classes.get(seconds) ?? 0) + 1))
      const people = [...classes.values()].reduce((sum, count) => sum + count, 0)
      if (people % minimumCount === 0) medians.set(round, medianSeconds(classes))
    },
    median: (round) => medians.get(round) ?? null,
    drain(round) {
      const taken = counts.get(round) ?? new Map<number, number>()
      counts.delete(round)
      medians.delete(round)
      for (const key of starts.keys()) if (key.startsWith(`${round} `)) starts.delete(key)
      return taken
    },
  }
}

const memories = new WeakMap<Services, DurationMemory>()

/** The memory of this process. */
export function durationsOf(services: Services): DurationMemory {
  let memory = memories.get(services)
  if (!memory) memories.set(services, (memory = durationMemory()))
  return memory
}
