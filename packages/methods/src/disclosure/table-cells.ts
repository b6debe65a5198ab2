import { InvalidInput } from '../errors.ts'

/** Something by which people are told apart: the finest categories, and groups of them, which may overlap. */
export type Dimension = {
  readonly name: string
  readonly categories: readonly string[]
  /** Coarser categories: zones of sites, families of specialties. Two ways of grouping stand beside each other. */
  readonly groups?: readonly CategoryGroup[]
}

export type CategoryGroup = { readonly name: string; readonly categories: readonly string[] }

/** People counted by every combination of the finest categories of all dimensions. */
export type CountCube = {
  readonly dimensions: readonly Dimension[]
  /** Whole numbers ≥ 0, the category of the last dimension changing fastest. */
  readonly counts: readonly number[]
}

/** A count of a table: an inner one, or a margin over one or several dimensions. */
export type TableCell = {
  /** Category or group per dimension of the cube; null where all categories are counted together. */
  readonly labels: readonly (string | null)[]
  readonly count: number
  /** Places in the cube's counts whose sum the count is, ascending. */
  readonly parts: readonly number[]
}

type Level = { readonly label: string | null; readonly places: readonly number[] }

/**
 * All counts of the table of a cube by some of its dimensions: every category and group of each, and all margins.
 *
 * @param cube  at least one dimension; counts as many as there are combinations
 * @param by    names of the dimensions of the table; all by default. The others are summed over
 * @returns     the inner cells and the margins, each combination of labels once
 * @throws {InvalidInput} if the cube is not as described, a name repeats, or `by` names no dimension
 */
export function tableCells(
  cube: CountCube,
  by: readonly string[] = cube.dimensions.map(({ name }) => name),
): readonly TableCell[] {
  checkCube(cube)
  const names = cube.dimensions.map(({ name }) => name)
  for (const [index, name] of by.entries()) {
    if (!names.includes(name) || by.indexOf(name) !== index) {
      throw new InvalidInput('by', name, `dimensions of the cube (${names.join(', ')}), each once`)
    }
  }
  let cells: { labels: (string | null)[]; parts: number[] }[] = [{ labels: [], parts: [0] }]
  for (const dimension of cube.dimensions) {
    const size = dimension.categories.length
    const levels = by.includes(dimension.name) ? levelsOf(dimension) : [everything(dimension)]
    cells = cells.flatMap(({ labels, parts }) =>
      levels.map(({ label, places }) => ({
        labels: [...labels, label],
        parts: parts.flatMap((part) => places.map((place) => part * size + place)),
      })),
    )
  }
  return cells.map(({ labels, parts }) => ({
    labels,
    count: parts.reduce((sum, part) => sum + cube.counts[part]!, 0),
    parts,
  }))
}

/** Every category, every group, and all together. */
function levelsOf(dimension: Dimension): readonly Level[] {
  const groups = (dimension.groups ?? []).map(({ name, categories }) => ({
    label: name,
    places: categories
      .map((category) => dimension.categories.indexOf(category))
      .toSorted((one, other) => one - other),
  }))
  return [
    ...dimension.categories.map((label, place) => ({ label, places: [place] })),
    ...groups,
    everything(dimension),
  ]
}

function everything({ categories }: Dimension): Level {
  return { label: null, places: categories.map((_, place) => place) }
}

function checkCube({ dimensions, counts }: CountCube): void {
  if (dimensions.length === 0) throw new InvalidInput('dimensions', 'none', 'at least one')
  eachOnce(
    'dimensions',
    dimensions.map(({ name }) => name),
  )
  for (const { name, categories, groups = [] } of dimensions) {
    if (categories.length === 0) throw new InvalidInput(`categories of ${name}`, 'none', 'at least one')
    eachOnce(`labels of ${name}`, [...categories, ...groups.map((group) => group.name)])
    for (const group of groups) {
      eachOnce(`categories of ${group.name}`, group.categories)
      const stranger = group.categories.find((category) => !categories.includes(category))
      if (stranger !== undefined || group.categories.length === 0) {
        const expected = `one or more categories of ${name}`
        throw new InvalidInput(`categories of ${group.name}`, stranger ?? 'none', expected)
      }
    }
  }
  const combinations = dimensions.reduce((product, { categories }) => product * categories.length, 1)
  if (counts.length !== combinations) {
    throw new InvalidInput('counts', `${counts.length} of them`, `one per combination (${combinations})`)
  }
  for (const count of counts) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new InvalidInput('count', count, 'a whole number ≥ 0')
    }
  }
}

function eachOnce(argument: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new InvalidInput(argument, `${twice} twice`, 'each once')
}
