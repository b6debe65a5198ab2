import { createRequire } from 'node:module'
import type * as DuckDb from '@duckdb/node-api'

/** DuckDB's interface, loaded as the CommonJS that it is: for `import` Node reads each of its two hundred modules twice. */
export const duckdbApi = createRequire(import.meta.url)('@duckdb/node-api') as typeof DuckDb
