import { misshapenOf } from '../misshapen.ts'
import type { Source } from '../sql/dialect.ts'
import type { Part } from './snapshot.ts'
import { partPath } from './snapshot.ts'

/** The parts of one type in a landed directory, as a view is run over them. */
export function landedSource(directory: string, parts: readonly Part[]): Source {
  return {
    kind: 'parquet',
    files: parts.map((part) => partPath(directory, part)),
    mixed: false,
    misshapen: misshapenOf(parts.map(({ misshapen = null }) => misshapen)),
  }
}
