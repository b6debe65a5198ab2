import type { View } from './view.ts'
import { ViewError } from './view-error.ts'

/**
 * Refuses views of one name, of which all but one would be lost; DuckDB makes no difference between A and a.
 *
 * @throws {ViewError} with the name
 */
export function expectOwnNames(views: readonly View[]): void {
  const names = views.map(({ name }) => name.toLowerCase())
  const again = names.findIndex((name, index) => names.indexOf(name) < index)
  if (again < 0) return
  const problem = `expected each view under a name of its own, found ${views[again]!.name} again`
  throw new ViewError('invalid', '--view', problem)
}
