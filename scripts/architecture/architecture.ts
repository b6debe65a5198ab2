/** The shape of architecture.cjs. */
export type Architecture = {
  workspaces: Record<string, string[]>
  methodsMayImport: string[]
  testsMayImport: Record<string, string[]>
  rooms: Record<string, string[]>
  appFolders: string[]
  features: Record<string, string[]>
  tables: Record<string, string[]>
  forbiddenNames: string[]
  foreignNames: string[]
  fileLength: { source: number; test: number; exceptions: Record<string, string> }
  licences: string[]
  installScriptsNotNeeded: Record<string, string>
}

/** One broken rule: where, and what would mend it. */
export type Violation = { rule: string; file: string; line?: number; message: string }

export const FEATURES = 'app/src/features'

/** The feature that a file belongs to, if any. */
export function featureOf(file: string): string | undefined {
  return file.startsWith(`${FEATURES}/`) && file.split('/').length > 4 ? file.split('/')[3] : undefined
}

export function isTest(file: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(file)
}

/** True where `file` is `place` or lies in it. */
export function within(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`)
}
