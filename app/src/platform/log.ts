import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Structured log lines on standard output, without names, addresses, answers or tokens: nothing is logged that is not listed at the call. */
export function openLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}

const quoted = /"[^"]*"|'[^']*'|`[^`]*`|\S+@\S+/g

/**
 * What may be logged of an error: its kind, its place in the code, and its message without anything quoted or
 * addressed. PostgreSQL quotes what was sent in its messages, so of its errors only code and constraint are told.
 */
export function causeOf(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { error: 'unknown' }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  const fromDatabase = 'severity' in error
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(fromDatabase ? {} : { message: error.message.replaceAll(quoted, '…').slice(0, 300) }),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
  }
}
