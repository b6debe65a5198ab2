import { readFileSync } from 'node:fs'

/** Bytes of memory that are a process's own, those that were put aside included; 0 where the system does not tell. */
export function memoryOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return ['RssAnon', 'VmSwap'].reduce((sum, name) => {
      const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? []
      return sum + 1024 * Number(kilobytes ?? 0)
    }, 0)
  } catch {
    return 0
  }
}

const UNITS = ['', 'K', 'M', 'G', 'T']

/** Bytes of a size as DuckDB takes it, as `1GB` or `512MiB`; Infinity for what is none. */
export function sizeOf(text: string): number {
  const [, number, unit, binary] = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)B?\s*$/i.exec(text) ?? []
  if (number === undefined) return Infinity
  return Number(number) * (binary ? 1024 : 1000) ** UNITS.indexOf(unit!.toUpperCase())
}
