import { Buffer } from 'node:buffer'
import { parentPort } from 'node:worker_threads'
import { lineScanner } from './scan-lines.ts'
import type { ScanTask } from './scan-pool.ts'

const scan = lineScanner()
parentPort!.on('message', ({ bytes, start, end, rules, used }: ScanTask) => {
  const found = scan({ bytes: Buffer.from(bytes.buffer), start, end }, rules, used)
  parentPort!.postMessage({ bytes, found }, [bytes.buffer, found.resources.buffer, found.times.buffer])
})
