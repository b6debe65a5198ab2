import type { BinaryOperator, Expr } from '../plan/plan.ts'

type Binary = Expr & { readonly op: 'binary' }

/** Macros for operators between dates or times of which one may be less precise than the other. */
const PARTIAL: Readonly<Partial<Record<BinaryOperator, string>>> = {
  '=': 'same',
  '<': 'before',
  '<=': 'not_after',
  '>': 'after',
  '>=': 'not_before',
}

/** An operator between two values; a missing one makes the result missing but for AND, OR and implication. */
export function binarySql(expr: Binary, write: (expr: Expr) => string): string {
  const left = write(expr.left)
  const right = write(expr.right)
  if (expr.family === 'date' || expr.family === 'time') {
    return `fhir_${expr.family}_${PARTIAL[expr.operator]}(${left}, ${right})`
  }
  switch (expr.operator) {
    case 'xor':
      return `(${left} <> ${right})`
    case 'implies':
      return `(NOT ${left} OR ${right})`
    case 'concat':
      return `(${left} || ${right})`
    case '/':
      return `(CAST(${left} AS DOUBLE) / nullif(${right}, 0))`
    case 'div':
      return `TRY_CAST(trunc(${left} / nullif(${right}, 0)) AS INTEGER)`
    case 'mod':
      return `(${left} % nullif(${right}, 0))`
    case 'and':
    case 'or':
      return `(${left} ${expr.operator.toUpperCase()} ${right})`
    case '+':
    case '-':
    case '*':
      if (expr.whole === true)
        return `TRY_CAST(CAST(${left} AS BIGINT) ${expr.operator} CAST(${right} AS BIGINT) AS INTEGER)`
      return `(${left} ${expr.operator} ${right})`
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return `(${left} ${expr.operator} ${right})`
  }
}
