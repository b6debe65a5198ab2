import { defineConfig } from 'vite'

/** Builds each browser module to one file, `dist/NAME.js`, that imports nothing. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input: { connection: 'connection.ts', queue: 'queue.ts', palette: 'palette.ts', preview: 'preview.ts' },
      output: { entryFileNames: '[name].js', format: 'es' },
    },
  },
})
