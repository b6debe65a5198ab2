import { InvalidInput } from '../errors.ts'
import { checkLinearProgram } from './linear-program.ts'
import type { LinearAnswer, LinearProgram, LinearProgramSolver } from './linear-program.ts'

const zero = 1e-9

/**
 * The simplex method on a dense tableau: a solver to check methods with that owes nothing to the app's own.
 *
 * Two phases, Bland's rule (so it always ends), every program solved from the beginning. Linear programs whose
 * variables have a finite lower bound; whole variables are refused, and there are no duals.
 *
 * Source: Bland RG. Math Oper Res 1977;2:103–7. doi:10.1287/moor.2.2.103
 * Not for: programs of more than some hundred variables; use HiGHS.
 */
export const tableauSolver: LinearProgramSolver = {
  solve,
  open: (program) => {
    let [variables, constraints] = [[...program.variables], [...program.constraints]]
    return {
      solve: () => solve({ ...program, variables, constraints }),
      addVariable: (variable, terms) => {
        const place = variables.push(variable) - 1
        const coefficients = new Map(terms)
        constraints = constraints.map((row, index) => {
          const coefficient = coefficients.get(index)
          return coefficient === undefined ? row : { ...row, terms: [...row.terms, [place, coefficient]] }
        })
      },
      addConstraint: (constraint) => void constraints.push(constraint),
      setCosts: (costs) => {
        variables = variables.map((variable, index) => ({ ...variable, cost: costs[index]! }))
      },
      setVariableBounds: (place, lower, upper) => {
        variables[place] = { ...variables[place]!, lower, upper }
      },
      setConstraintBounds: (place, lower, upper) => {
        constraints[place] = { ...constraints[place]!, lower, upper }
      },
      close: () => {},
    }
  },
}

function solve(program: LinearProgram): LinearAnswer {
  checkLinearProgram(program)
  const { variables, sense } = program
  for (const { lower, whole } of variables) {
    if (lower === -Infinity || whole === true) {
      throw new InvalidInput('variables', 'one without lower bound, or whole', 'bounded below and not whole')
    }
  }
  const sign = sense === 'maximize' ? -1 : 1
  const tableau = firstTableau(program)
  const artificial = tableau.width - tableau.rows.length
  minimize(tableau, (column) => (column >= artificial ? 1 : 0), tableau.width)
  const unmet = tableau.basis.reduce(
    (sum, column, row) => sum + (column >= artificial ? tableau.rows[row]![tableau.width]! : 0),
    0,
  )
  if (unmet > 1e-7) return { status: 'infeasible' }
  leaveArtificial(tableau, artificial)
  if (!minimize(tableau, (column) => sign * (variables[column]?.cost ?? 0), artificial)) {
    return { status: 'unbounded' }
  }
  const values = Float64Array.from(variables, ({ lower }) => lower)
  for (const [row, column] of tableau.basis.entries()) {
    if (column < variables.length) values[column]! += tableau.rows[row]![tableau.width]!
  }
  const objective = variables.reduce((sum, { cost }, index) => sum + cost * values[index]!, 0)
  return { status: 'optimal', objective, values, duals: null }
}

/** Rows of equations in non-negative variables, the right side last; `basis` has the variable of each row. */
type Tableau = { readonly rows: Float64Array[]; readonly basis: number[]; readonly width: number }

function firstTableau({ variables, constraints }: LinearProgram): Tableau {
  type Side = {
    readonly terms: ReadonlyMap<number, number>
    readonly amount: number
    readonly slack: -1 | 0 | 1
  }
  const sides: Side[] = []
  const bound = (terms: ReadonlyMap<number, number>, lower: number, upper: number) => {
    const shift = [...terms].reduce((sum, [place, value]) => sum + value * variables[place]!.lower, 0)
    if (lower === upper) sides.push({ terms, amount: lower - shift, slack: 0 })
    else {
      if (lower > -Infinity) sides.push({ terms, amount: lower - shift, slack: -1 })
      if (upper < Infinity) sides.push({ terms, amount: upper - shift, slack: 1 })
    }
  }
  for (const { terms, lower, upper } of constraints) bound(new Map(terms), lower, upper)
  for (const [place, { upper }] of variables.entries()) {
    if (upper < Infinity) bound(new Map([[place, 1]]), -Infinity, upper)
  }
  const slacks = variables.length
  const artificial = slacks + sides.length
  const width = artificial + sides.length
  const rows = sides.map(({ terms, amount, slack }, index) => {
    const row = new Float64Array(width + 1)
    const sign = amount < 0 ? -1 : 1
    for (const [place, value] of terms) row[place] = sign * value
    row[slacks + index] = sign * slack
    row[artificial + index] = 1
    row[width] = sign * amount
    return row
  })
  return { rows, basis: sides.map((_, index) => artificial + index), width }
}

/** Moves from basis to basis while the cost falls; false where it falls without end. Columns below `usable` enter. */
function minimize(tableau: Tableau, cost: (column: number) => number, usable: number): boolean {
  const { rows, basis, width } = tableau
  for (;;) {
    const entering = Array.from({ length: usable }, (_, column) => column).find(
      (column) =>
        basis.reduce((reduced, own, row) => reduced - cost(own) * rows[row]![column]!, cost(column)) < -zero,
    )
    if (entering === undefined) return true
    let leaving = -1
    for (const [row, values] of rows.entries()) {
      if (values[entering]! <= zero) continue
      const ratio = values[width]! / values[entering]!
      const best = leaving < 0 ? Infinity : rows[leaving]![width]! / rows[leaving]![entering]!
      if (ratio < best - zero || (ratio <= best + zero && basis[row]! < basis[leaving]!)) leaving = row
    }
    if (leaving < 0) return false
    pivot(tableau, leaving, entering)
  }
}

/** Artificial variables that are left in the basis, at zero, make way; rows that say nothing new go. */
function leaveArtificial(tableau: Tableau, artificial: number): void {
  const { rows, basis } = tableau
  for (let row = rows.length - 1; row >= 0; row--) {
    if (basis[row]! < artificial) continue
    const column = rows[row]!.findIndex((value, place) => place < artificial && Math.abs(value) > zero)
    if (column >= 0) pivot(tableau, row, column)
    else {
      rows.splice(row, 1)
      basis.splice(row, 1)
    }
  }
}

function pivot({ rows, basis }: Tableau, leaving: number, entering: number): void {
  const row = rows[leaving]!
  const scale = row[entering]!
  for (let place = 0; place < row.length; place++) row[place]! /= scale
  for (const [index, other] of rows.entries()) {
    const times = other[entering]!
    if (index === leaving || times === 0) continue
    for (let place = 0; place < row.length; place++) other[place]! -= times * row[place]!
  }
  basis[leaving] = entering
}
