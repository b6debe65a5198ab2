import { readFileSync } from 'node:fs'
import { openEngine } from '@rounds/fhir-tables'

/*
 * Runs the SELECT of a file in a process of its own, on one thread, and tells what it took: seconds of processor time,
 * most memory, rows and a sum over them in no order. Small row groups, so that memory is that of the view and not of the
 * rows that Parquet keeps until a group is full.
 */
const [file, out] = process.argv.slice(2)
const engine = await openEngine({ threads: 1 })
const sql = readFileSync(file!, 'utf8')
const before = process.cpuUsage()
await engine.connection.run(`COPY (\n${sql}\n) TO '${out}' (FORMAT parquet, ROW_GROUP_SIZE 4096)`)
const { user, system } = process.cpuUsage(before)
const megabytes = process.resourceUsage().maxRSS / 1024
const reader = await engine.connection.runAndReadAll(`SELECT count(*), sum(hash(x)) FROM '${out}' AS x`)
const rows = JSON.stringify(reader.getRowsJson())
console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes, rows }))
engine.close()
