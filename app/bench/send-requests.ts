import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import { argv } from 'node:process'

/**
 * The load generator, in a process of its own: sends prepared requests over keep-alive connections, each
 * waiting for its answer, and prints what came of them as one line of JSON.
 *
 * Arguments: port, connections, a file with one request (its bytes as a JSON string) a line.
 */
export type Sent = Readonly<{
  requests: number
  seconds: number
  milliseconds: { p50: number; p95: number; p99: number; most: number }
  statuses: Readonly<Record<string, number>>
}>

async function main(port: number, connections: number, file: string): Promise<Sent> {
  const requests = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string)
  const times: number[] = []
  const statuses: Record<string, number> = {}
  let taken = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true })
      const answers = answersOf(socket)
      for (let request = requests[taken++]; request !== undefined; request = requests[taken++]) {
        const at = performance.now()
        socket.write(request)
        const status = await answers()
        times.push(performance.now() - at)
        statuses[status] = (statuses[status] ?? 0) + 1
      }
      socket.destroy()
    }),
  )
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return {
    requests: times.length,
    seconds,
    milliseconds: { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) },
    statuses,
  }
}

/** Reads one answer after the other from a socket: its status; the connection's end counts as `closed`. */
function answersOf(socket: Socket): () => Promise<string> {
  let buffered = ''
  let wake: (status: string) => void = () => undefined
  const complete = (): string | null => {
    const head = buffered.indexOf('\r\n\r\n')
    if (head < 0) return null
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(buffered.slice(0, head))?.[1] ?? 0)
    if (buffered.length < head + 4 + length) return null
    const status = buffered.slice(9, 12)
    buffered = buffered.slice(head + 4 + length)
    return status
  }
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    buffered += chunk
    const status = complete()
    if (status !== null) wake(status)
  })
  for (const event of ['error', 'close']) socket.on(event, () => wake('closed'))
  return () =>
    new Promise((resolve) => {
      wake = resolve
    })
}

const [port, connections, file] = argv.slice(2)
if (port && connections && file)
  process.stdout.write(`${JSON.stringify(await main(Number(port), Number(connections), file))}\n`)
