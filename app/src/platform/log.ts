import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Structured log lines on standard output, without names, addresses, answers or tokens: nothing is logged that is not listed at the call. */
export function openLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}
