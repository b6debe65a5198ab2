/** Fails where the browser modules of a physician's page outgrow their budget (docs: 30 kB, never over 45 kB). */
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

const TARGET = 30_000
const LIMIT = 45_000

const { buildIslands } = (await import(new URL('./build-islands.mjs', import.meta.url).href)) as {
  buildIslands: () => Promise<void>
}
await buildIslands()
const dist = path.join(path.dirname(import.meta.dirname), 'app/islands/dist')
const scripts = fs.existsSync(dist)
  ? fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  : []
const sizes = scripts.map((file) => ({ file, size: gzipSync(fs.readFileSync(path.join(dist, file))).length }))
const total = sizes.reduce((sum, { size }) => sum + size, 0)
for (const { file, size } of sizes) console.log(`${String(size).padStart(7)} B gzip  ${file}`)
console.log(`${total} B of JavaScript in all; target ${TARGET}, limit ${LIMIT}`)
if (total > LIMIT) process.exitCode = 1
