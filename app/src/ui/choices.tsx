import type { ComponentChildren } from 'preact'
import { describedBy, FieldErrorText, type FieldProps, Hint, Legend, textOf } from './field.tsx'

/** One choice. `data` marks a label that people wrote. */
export type Choice = Readonly<{
  value: string
  label: ComponentChildren
  hint?: ComponentChildren | undefined
}>

export type ChoicesProps = FieldProps &
  Readonly<{
    choices: readonly Choice[]
    /** Short choices (a scale) side by side where there is room. */
    inline?: boolean | undefined
  }>

function Choices(props: ChoicesProps & { type: 'radio' | 'checkbox' }) {
  const { name, label, hint, error, value, optional, heading, choices, inline = false, type } = props
  const chosen = new Set(type === 'radio' ? [textOf(value)] : [value ?? []].flat())
  return (
    <fieldset class="field" aria-describedby={describedBy(name, { hint, error })}>
      <Legend optional={optional} heading={heading}>
        {label}
      </Legend>
      {hint ? <Hint name={name}>{hint}</Hint> : null}
      <FieldErrorText name={name} text={error} />
      <div class={inline ? 'choices inline' : 'choices'}>
        {choices.map((choice, index) => {
          const id = index === 0 ? name : `${name}-${index + 1}`
          return (
            <div key={choice.value} class="choice">
              <input
                id={id}
                name={name}
                type={type}
                value={choice.value}
                checked={chosen.has(choice.value)}
                aria-describedby={choice.hint ? `${id}-about` : undefined}
              />
              <label for={id}>{choice.label}</label>
              {choice.hint ? (
                <p class="hint" id={`${id}-about`}>
                  {choice.hint}
                </p>
              ) : null}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}

/** One of several; choosing changes nothing until the form is sent. */
export const Radios = (props: ChoicesProps) => <Choices {...props} type="radio" />

/** Any number of several. */
export const Checkboxes = (props: ChoicesProps) => <Choices {...props} type="checkbox" />
