/** A FHIRPath expression as read, each part with the offset in the text at which it begins. */
export type PathExpression = { readonly start: number } & (
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly value: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'this' }
  | { readonly kind: 'constant'; readonly name: string }
  | { readonly kind: 'member'; readonly of: PathExpression | null; readonly name: string }
  | {
      readonly kind: 'call'
      readonly of: PathExpression | null
      readonly name: string
      readonly args: readonly PathExpression[]
    }
  | { readonly kind: 'index'; readonly of: PathExpression; readonly index: PathExpression }
  | { readonly kind: 'negative'; readonly operand: PathExpression }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: PathExpression
      readonly right: PathExpression
    }
  | {
      readonly kind: 'type'
      readonly operator: 'is' | 'as'
      readonly of: PathExpression
      readonly type: string
    }
)

export type LiteralType = 'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'dateTime' | 'time'

export type Operator =
  | 'implies'
  | 'or'
  | 'xor'
  | 'and'
  | '='
  | '!='
  | '>'
  | '<'
  | '>='
  | '<='
  | '+'
  | '-'
  | '&'
  | '*'
  | '/'
  | 'div'
  | 'mod'
