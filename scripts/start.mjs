/** `npm start`: the same as `./rounds serve`. */
import path from 'node:path'
import { root } from './project-node.mjs'

process.argv.splice(2, 0, path.join(root, 'app/src/cli/main.ts'), 'serve')
await import('./with-node.mjs')
