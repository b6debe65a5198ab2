import type { EngineOptions } from '@rounds/fhir-tables'
import { InputError } from './input-error.ts'
import { wholeNumber } from './option-values.ts'

/** `--threads` and `--memory` as the engine takes them. */
export function engineOptions({
  threads,
  memory,
}: {
  readonly threads?: string
  readonly memory?: string
}): EngineOptions {
  if (memory !== undefined && !/^\d+(\.\d+)?\s?[KMGT]i?B$/i.test(memory)) {
    throw new InputError('--memory', null, `expected a size as 500MB or 2GB, found "${memory}"`)
  }
  return {
    ...(threads !== undefined && { threads: wholeNumber('--threads', threads, { least: 1, most: 1024 }) }),
    ...(memory !== undefined && { memory }),
  }
}
