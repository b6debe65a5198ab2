import { build } from 'vite'

let built: Promise<unknown> | null = null

/** Builds the browser modules once, so that pages are checked with them. */
export async function buildIslands(): Promise<void> {
  built ??= build({ configFile: new URL('../app/islands/vite.config.ts', import.meta.url).pathname })
  await built
}
