import { writeFileSync } from 'node:fs'
import { type ComputedResult, type ResultInput, computeResult } from './compute-result.ts'

/** What comes back: a result, or of an error what may be logged. */
export type ComputeAnswer =
  | Readonly<{ result: ComputedResult }>
  | Readonly<{ failure: Readonly<{ name: string; message: string; stack: string }> }>

/** Makes this process the first that the system ends where memory runs out. */
function endMeFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // A system without it chooses by size.
  }
}

function answerTo(input: ResultInput): ComputeAnswer {
  try {
    return { result: computeResult(input) }
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    return { failure: { name, message, stack } }
  }
}

endMeFirst()
// Whoever asked ends this process: once it has the answer, or when it is told to stop, as all processes may be at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.once('disconnect', () => process.exit())
process.once('message', (input: ResultInput) => {
  process.send?.(answerTo(input), undefined, undefined, () => undefined)
})
