/** Vitest's global setup for the browser project: builds the browser modules, so that pages are checked with them. */
export default async function buildIslands(): Promise<void> {
  const { buildIslands: build } = (await import(
    new URL('../scripts/build-islands.mjs', import.meta.url).href
  )) as { buildIslands: () => Promise<void> }
  await build()
}
