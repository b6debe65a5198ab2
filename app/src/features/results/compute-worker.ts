import { parentPort, workerData } from 'node:worker_threads'
import { type ResultInput, computeResult } from './compute-result.ts'

parentPort?.postMessage(computeResult(workerData as ResultInput))
