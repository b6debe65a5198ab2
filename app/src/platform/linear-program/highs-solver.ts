import highsModule from 'highs'
import type { Highs, Model } from 'highs'
import { checkBounds, checkLinearProgram, checkTerms, checkVariable } from '@rounds/methods'
import type {
  Constraint,
  LinearAnswer,
  LinearProgram,
  LinearProgramSolver,
  OpenProgram,
  SolveLimits,
  Term,
  Variable,
} from '@rounds/methods'

/** highs 1.15.3 declares the types of its CommonJS build for its ES module too. */
const loadHighs = highsModule as unknown as typeof highsModule.default

/** Bounds and constraints are kept to this; the solver's own default of 1e-7 adds up over many people. */
const tolerance = 1e-9

/** Seconds; HiGHS takes no infinite number. */
const noLimit = 1e9

/**
 * HiGHS (MIT) as the solver that methods take: WebAssembly, one thread, no address and no file of its own.
 *
 * It keeps its thread busy until it has an answer, so the server runs what takes longer than a moment in a worker.
 */
export async function highsSolver(): Promise<LinearProgramSolver> {
  const highs = await loadHighs()
  const open = (program: LinearProgram) => openProgram(highs, program)
  return {
    open,
    solve: (program, limits) => {
      const opened = open(program)
      try {
        return opened.solve(limits)
      } finally {
        opened.close()
      }
    },
  }
}

function openProgram(highs: Highs, program: LinearProgram): OpenProgram {
  checkLinearProgram(program)
  const { sense } = program
  let variables = program.variables.length
  let constraints = program.constraints.length
  let whole = program.variables.flatMap((variable, index) => (variable.whole === true ? [index] : []))
  const model = createModel(highs, program)
  return {
    solve: (limits = {}) => answer(highs, model, sense, whole, limits),
    addVariable: (variable: Variable, terms: readonly Term[]) => {
      checkVariable(variable, 'variable')
      checkTerms(terms, constraints, 'terms')
      model.addCol(variable.cost, variable.lower, variable.upper, entries(terms))
      if (variable.whole === true) {
        model.changeColIntegrality(variables, highs.constants.variableType.integer)
        whole = [...whole, variables]
      }
      variables++
    },
    addConstraint: (constraint: Constraint) => {
      checkBounds(constraint, 'constraint')
      checkTerms(constraint.terms, variables, 'terms')
      model.addRow(constraint.lower, constraint.upper, entries(constraint.terms))
      constraints++
    },
    setCosts: (costs) => {
      for (let index = 0; index < variables; index++) {
        checkVariable({ cost: costs[index] ?? Number.NaN, lower: 0, upper: 0 }, `costs[${index}]`)
      }
      const selection = { kind: 'range', from: 0, to: variables - 1 } as const
      if (variables > 0) model.changeColsCost(selection, Float64Array.from(costs))
    },
    setVariableBounds: (variable, lower, upper) => {
      checkTerms([[variable, 1]], variables, 'variable')
      checkBounds({ lower, upper }, 'variable')
      model.changeColBounds(variable, lower, upper)
    },
    setConstraintBounds: (constraint, lower, upper) => {
      checkTerms([[constraint, 1]], constraints, 'constraint')
      checkBounds({ lower, upper }, 'constraint')
      model.changeRowBounds(constraint, lower, upper)
    },
    close: () => model.dispose(),
  }
}

function createModel(highs: Highs, { sense, variables, constraints }: LinearProgram): Model {
  const { objectiveSense, variableType } = highs.constants
  const starts = [0]
  for (const { terms } of constraints) starts.push(starts.at(-1)! + terms.length)
  const model = highs.createModel({
    sense: sense === 'maximize' ? objectiveSense.maximize : objectiveSense.minimize,
    numCols: variables.length,
    numRows: constraints.length,
    colCost: variables.map(({ cost }) => cost),
    colLower: variables.map(({ lower }) => lower),
    colUpper: variables.map(({ upper }) => upper),
    rowLower: constraints.map(({ lower }) => lower),
    rowUpper: constraints.map(({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: constraints.length,
      numCols: variables.length,
      starts,
      indices: constraints.flatMap(({ terms }) => terms.map(([variable]) => variable)),
      values: constraints.flatMap(({ terms }) => terms.map(([, coefficient]) => coefficient)),
    },
    ...(variables.some((variable) => variable.whole)
      ? {
          integrality: variables.map((variable) =>
            variable.whole === true ? variableType.integer : variableType.continuous,
          ),
        }
      : {}),
  })
  model.options.set({
    output_flag: false,
    primal_feasibility_tolerance: tolerance,
    dual_feasibility_tolerance: tolerance,
    mip_feasibility_tolerance: tolerance,
    mip_abs_gap: tolerance,
    mip_rel_gap: 0,
  })
  return model
}

function entries(terms: readonly Term[]): { indices: number[]; values: number[] } {
  return { indices: terms.map(([place]) => place), values: terms.map(([, coefficient]) => coefficient) }
}

function answer(
  highs: Highs,
  model: Model,
  sense: LinearProgram['sense'],
  whole: readonly number[],
  { seconds = noLimit }: SolveLimits,
): LinearAnswer {
  const { modelStatus } = highs.constants
  model.zeroAllClocks()
  model.options.set('time_limit', Math.min(noLimit, Math.max(0, seconds)))
  let status = runToStatus(model)
  if (status === modelStatus.unboundedOrInfeasible) {
    model.options.set('presolve', 'off')
    status = runToStatus(model)
    model.options.set('presolve', 'choose')
  }
  const point = () => {
    const { colValue, rowDual, colDual } = model.getSolution()
    for (const index of whole) colValue[index] = Math.round(colValue[index]!)
    return { colValue, duals: whole.length > 0 ? null : { constraints: rowDual, variables: colDual } }
  }
  if (status === modelStatus.optimal) {
    const { colValue, duals } = point()
    return { status: 'optimal', objective: model.getObjectiveValue(), values: colValue, duals }
  }
  if (status === modelStatus.infeasible) return { status: 'infeasible' }
  if (status === modelStatus.unbounded) return { status: 'unbounded' }
  const worst = sense === 'maximize' ? Infinity : -Infinity
  const feasible = model.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible
  return {
    status: 'stopped',
    reason: status === modelStatus.timeLimit ? 'time' : 'numerical',
    best: feasible ? { objective: model.getObjectiveValue(), values: point().colValue } : null,
    bound: whole.length > 0 ? Number(model.info.get('mip_dual_bound')) : worst,
  }
}

/** A run that HiGHS gives up is an answer like another: its status says so. */
function runToStatus(model: Model): number {
  try {
    model.run()
  } catch (error) {
    if (!(error instanceof Error) || !('status' in error)) throw error
  }
  return model.getModelStatus()
}
