import { DataError } from '../data-error.ts'
import { ViewError } from '../view-error.ts'

/** An error as it goes from one process to another. */
export type Failure =
  | {
      readonly name: 'ViewError'
      readonly kind: ViewError['kind']
      readonly at: string
      readonly problem: string
    }
  | {
      readonly name: 'DataError'
      readonly file: string
      readonly line: number | null
      readonly problem: string
    }
  | { readonly name: 'Error'; readonly message: string; readonly code?: string; readonly path?: string }

export function failureOf(error: unknown): Failure {
  if (error instanceof ViewError) {
    const { kind, at, message } = error
    return { name: 'ViewError', kind, at, problem: message.slice(at.length + 2) }
  }
  if (error instanceof DataError) {
    const { file, line, problem } = error
    return { name: 'DataError', file, line, problem }
  }
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { message, code, path } = error as NodeJS.ErrnoException
  return { name: 'Error', message, ...(code !== undefined && { code }), ...(path !== undefined && { path }) }
}

/** The error again. */
export function errorOf(failure: Failure): Error {
  switch (failure.name) {
    case 'ViewError':
      return new ViewError(failure.kind, failure.at, failure.problem)
    case 'DataError':
      return new DataError(failure.file, failure.line, failure.problem)
    case 'Error':
      return Object.assign(new Error(failure.message), failure, { name: 'Error' })
  }
}
