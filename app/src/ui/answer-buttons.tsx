import { Hidden, type HiddenFields } from './action-form.tsx'
import { useWords } from './chrome-context.ts'

export const answers = ['agree', 'disagree', 'pass', 'not-my-area'] as const
export type Answer = (typeof answers)[number]

/** One answer that can be given; `label` replaces the usual words. */
export type AnswerOption = Readonly<{ value: string; label: string; hint?: string | undefined }>

/**
 * A question answered by one press: each answer is the submit button of the form.
 *
 * @param chosen the answer given before, if any
 * @param fields travel along: the revision that this answer replaces
 * @param queue true where an answer may wait on the open page until it can be sent
 */
export function AnswerButtons({
  action,
  name = 'answer',
  options,
  chosen,
  fields = {},
  queue = false,
}: {
  action: string
  name?: string | undefined
  options?: readonly AnswerOption[] | undefined
  chosen?: string | null | undefined
  fields?: HiddenFields | undefined
  queue?: boolean | undefined
}) {
  const t = useWords()
  const shown: readonly AnswerOption[] =
    options ?? answers.map((value) => ({ value, label: t(`answer.${value}`) }))
  return (
    <form
      method="post"
      action={action}
      class="answers"
      data-queue={queue ? '' : undefined}
      data-queue-saving={queue ? t('queue.saving') : undefined}
      data-queue-saved={queue ? t('queue.saved') : undefined}
      data-queue-waiting={queue ? t('queue.waiting') : undefined}
      data-queue-refused={queue ? t('queue.refused') : undefined}
      data-queue-expired={queue ? t('queue.expired') : undefined}
    >
      <Hidden fields={fields} />
      {shown.map(({ value, label, hint }) => (
        <button
          key={value}
          class="answer"
          type="submit"
          name={name}
          value={value}
          aria-pressed={chosen === value ? 'true' : undefined}
        >
          <span class="answer-mark" aria-hidden="true" />
          <span>
            {label}
            {hint ? <span class="hint">{hint}</span> : null}
          </span>
        </button>
      ))}
      {queue ? <p class="queue-status" role="status" /> : null}
    </form>
  )
}
