import { fileURLToPath } from 'node:url'
import { build } from 'vite'

let built: Promise<unknown> | null = null

/** Builds the browser modules once, so that pages are checked with them. */
export async function buildIslands(): Promise<void> {
  built ??= build({ configFile: fileURLToPath(new URL('../app/islands/vite.config.ts', import.meta.url)) })
  await built
}
