/**
 * Lets Node load `.tsx`: `node --import ./app/jsx.mjs FILE`. Plain `.ts` is left to Node itself.
 *
 * The server's pages are compiled as they are imported, in memory, so there is no build to forget; stack
 * traces name the source's own lines.
 */
import fs from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

process.setSourceMapsEnabled(true)
// loaded with the first page: a command that has none starts without it
const require = createRequire(import.meta.url)

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !/\.tsx(\?|$)/.test(url)) return nextLoad(url, context)
    const { transformSync } = require('oxc-transform')
    const file = fileURLToPath(url)
    const { code, map, errors } = transformSync(file, fs.readFileSync(file, 'utf8'), {
      lang: 'tsx',
      sourcemap: true,
      jsx: { runtime: 'automatic', importSource: 'preact', development: false },
      typescript: { onlyRemoveTypeImports: true },
    })
    if (errors.length > 0) {
      throw new SyntaxError(errors.map((error) => error.codeframe ?? `${file}: ${error.message}`).join('\n'))
    }
    const inline = Buffer.from(JSON.stringify({ ...map, sources: [url] })).toString('base64')
    const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`
    return { format: 'module', shortCircuit: true, source }
  },
})
