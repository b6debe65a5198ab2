import { InvalidInput } from '../errors.ts'

/**
 * A linear or mixed-integer program, as plain data:
 *
 *   minimise or maximise   Σ_j cost_j·x_j
 *   subject to             lower_i ≤ Σ_j coefficient_ij·x_j ≤ upper_i    for every constraint i
 *                          lower_j ≤ x_j ≤ upper_j                       for every variable j
 *                          x_j whole                                     where `whole` is true
 *
 * Variables and constraints are known by their place in the list, from 0. Bounds may be ±Infinity.
 */
export type LinearProgram = Readonly<{
  sense: 'minimize' | 'maximize'
  variables: readonly Variable[]
  constraints: readonly Constraint[]
}>

export type Variable = Readonly<{ cost: number; lower: number; upper: number; whole?: boolean }>

export type Constraint = Readonly<{ lower: number; upper: number; terms: readonly Term[] }>

/** A variable's place, and its coefficient. Each variable at most once in a constraint. */
export type Term = readonly [variable: number, coefficient: number]

/**
 * What a solver found.
 *
 * `optimal`: proven, to the solver's tolerance (about 1e-9 on bounds and constraints; whole values are rounded).
 * `stopped`: out of time, or in numerical trouble; `best` is the best feasible point met, if any, and no feasible
 * point is better than `bound`.
 */
export type LinearAnswer =
  | Readonly<{ status: 'optimal'; objective: number; values: Float64Array; duals: Duals | null }>
  | Readonly<{ status: 'infeasible' }>
  | Readonly<{ status: 'unbounded' }>
  | Readonly<{
      status: 'stopped'
      reason: 'time' | 'numerical'
      best: Readonly<{ objective: number; values: Float64Array }> | null
      bound: number
    }>

/**
 * Change of the objective per unit by which a constraint's (a variable's) binding bound is raised, in either sense.
 * None for a program with whole variables.
 */
export type Duals = Readonly<{ constraints: Float64Array; variables: Float64Array }>

export type SolveLimits = Readonly<{
  /** Seconds of wall time after which the solver stops, at once if they are over (≤ 0); no limit by default. */
  seconds?: number
}>

/**
 * A solver of linear programs, which a method takes as an argument: methods do not choose one.
 *
 * `solve` answers one program. `open` keeps a program that is to be changed and solved again, which is many times
 * faster; close it, because a solver's memory may lie where nothing collects it. Both work on the caller's thread
 * until they have an answer. Equal programs in an equal order get equal answers, unless time runs out.
 */
export type LinearProgramSolver = Readonly<{
  solve: (program: LinearProgram, limits?: SolveLimits) => LinearAnswer
  open: (program: LinearProgram) => OpenProgram
}>

export type OpenProgram = Readonly<{
  solve: (limits?: SolveLimits) => LinearAnswer
  /** Appends a variable; `terms` names constraints: `[constraint, coefficient]`. */
  addVariable: (variable: Variable, terms: readonly Term[]) => void
  addConstraint: (constraint: Constraint) => void
  /** One cost for every variable, in order. */
  setCosts: (costs: ArrayLike<number>) => void
  setVariableBounds: (variable: number, lower: number, upper: number) => void
  setConstraintBounds: (constraint: number, lower: number, upper: number) => void
  close: () => void
}>

/**
 * Refuses a program that is not one, so that every solver refuses the same.
 *
 * @throws {InvalidInput} if there is no variable, a cost or a coefficient is not finite, a lower bound exceeds its upper bound or is not a
 * number, or a term names no variable, or one twice in a constraint
 */
export function checkLinearProgram({ variables, constraints }: LinearProgram): void {
  if (variables.length === 0) throw new InvalidInput('variables', 'none', 'at least one')
  for (const [index, variable] of variables.entries()) checkVariable(variable, `variables[${index}]`)
  for (const [index, constraint] of constraints.entries()) {
    checkBounds(constraint, `constraints[${index}]`)
    checkTerms(constraint.terms, variables.length, `constraints[${index}].terms`)
  }
}

/** @throws {InvalidInput} as `checkLinearProgram` */
export function checkVariable(variable: Variable, argument: string): void {
  if (!Number.isFinite(variable.cost)) throw new InvalidInput(`${argument}.cost`, variable.cost, 'finite')
  checkBounds(variable, argument)
}

/** @throws {InvalidInput} as `checkLinearProgram` */
export function checkBounds({ lower, upper }: Readonly<{ lower: number; upper: number }>, argument: string) {
  if (!(lower <= upper) || lower === Infinity || upper === -Infinity) {
    throw new InvalidInput(`${argument} bounds`, `[${lower}, ${upper}]`, 'an interval with lower ≤ upper')
  }
}

/**
 * @param places  how many places there are to name
 * @throws {InvalidInput} as `checkLinearProgram`
 */
export function checkTerms(terms: readonly Term[], places: number, argument: string): void {
  const seen = new Set<number>()
  for (const [place, coefficient] of terms) {
    if (!Number.isInteger(place) || place < 0 || place >= places || seen.has(place)) {
      throw new InvalidInput(argument, place, `places in [0, ${places - 1}], each once`)
    }
    seen.add(place)
    if (!Number.isFinite(coefficient)) throw new InvalidInput(argument, coefficient, 'finite coefficients')
  }
}
