import { readFileSync } from 'node:fs'
import { type ConsensusPlan, InvalidInput, planText, quantileTypes } from '@rounds/methods'
import { z } from 'zod'
import { InputError } from './input-error.ts'

const model = z.strictObject({
  percentileType: z.literal([...quantileTypes]),
  disagreement: z.enum(['classic', 'ipras']),
  halfMedians: z.enum(['uncertain', 'outward']),
  policy: z.strictObject({ inFavour: z.number(), against: z.number() }),
  stability: z.strictObject({ massShift: z.number(), kappa: z.number() }),
  roundsAtMost: z.number(),
})

/** The thresholds of a consensus study from a JSON file that states every one of them. */
export function readConsensusPlan(file: string): ConsensusPlan {
  const read = model.safeParse(json(file))
  if (!read.success) {
    const { path, message } = read.error.issues[0]!
    throw new InputError(file, null, `${path.length === 0 ? 'the plan' : path.join('.')}: ${message}`)
  }
  try {
    planText(read.data)
    return read.data
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    const { argument, expected, received } = error
    throw new InputError(file, null, `${argument}: expected ${expected}, found ${String(received)}`)
  }
}

function json(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new InputError(file, null, `expected a file that can be read, found ${code}`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError(file, null, `expected JSON, found: ${(error as Error).message}`)
  }
}
