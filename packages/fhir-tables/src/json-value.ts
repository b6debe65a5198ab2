import type { DuckDBValueConverter, Json } from '@duckdb/node-api'
import { duckdbApi } from './duckdb-api.ts'

const { DuckDBTypeId, JsonDuckDBValueConverter } = duckdbApi

const exact: ReadonlySet<number> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
])

/** A value of DuckDB as JSON: whole numbers up to 2^53 and decimals of at most 15 digits are numbers, others text. */
export const jsonValue: DuckDBValueConverter<Json> = (value, type, converter) => {
  const json = JsonDuckDBValueConverter(value, type, converter)
  if (!exact.has(type.typeId) || typeof json !== 'string') return json
  const number = Number(json)
  const isExact = json.includes('.') ? json.replaceAll(/\D/g, '').length <= 15 : Number.isSafeInteger(number)
  return isExact ? number : json
}
