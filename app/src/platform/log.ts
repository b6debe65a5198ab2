import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Structured log lines on standard output, without names, addresses, answers or tokens: nothing is logged that is not listed at the call. */
export function openLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}

const quoted = /"[^"]*"|'[^']*'|`[^`]*`|\S+@\S+/g

/** What the codes of a database say that is away, for whoever looks after it. */
const meanings: Readonly<Record<string, string>> = {
  '25006': 'the database takes no writes',
  '53100': 'the disk of the database is full',
  '53300': 'the database has no connection left',
  '57P01': 'the database was stopped, or somebody ended the connection',
  '57P03': 'the database is starting, recovering or stopping',
  '58030': 'the disk of the database fails',
}

/**
 * What may be logged of an error: its kind, its place in the code, and its message without anything quoted or
 * addressed. PostgreSQL quotes what was sent in its messages, so of its errors only code and constraint are told,
 * and of a few codes what they mean.
 */
export function causeOf(error: unknown): Readonly<Record<string, string>> {
  // The queue tells of failures in plain objects.
  const { name, code, constraint, severity, message, stack } = told(error)
  const text = (value: unknown): value is string => typeof value === 'string' && value !== ''
  return {
    error: text(name) ? name : 'unknown',
    ...(text(code) ? { code } : {}),
    ...(text(constraint) ? { constraint } : {}),
    ...(text(message) && severity === undefined
      ? { message: message.replaceAll(quoted, '…').slice(0, 300) }
      : text(code) && meanings[code] !== undefined
        ? { message: meanings[code] }
        : {}),
    at: (text(stack) ? stack : '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
  }
}

type Told = Partial<Record<'name' | 'code' | 'constraint' | 'severity' | 'message' | 'stack', unknown>>

const told = (error: unknown): Told => (typeof error === 'object' && error !== null ? error : {})
