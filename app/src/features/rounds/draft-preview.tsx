import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { draftSoFar, statementsIn } from './draft-fields.ts'
import { expectedTime, readingOf } from './expected-time.ts'
import type { BuilderModel, PreviewModel } from './lead-model.ts'
import { roundMessages } from './messages.ts'
import { PhonePreview } from './preview-page.tsx'
import { lengthWarnings } from './round.ts'
import { lengthWords } from './round-line.tsx'

type Shown = Omit<PreviewModel, 'round'> & {
  round: Omit<PreviewModel['round'], 'seconds' | 'measured' | 'closed'>
}

/** What stands in the form, or in the stored draft where nothing was sent; the statement that was last at hand. */
function shownIn(model: BuilderModel, { values }: FormState, timeZone: string): Shown & { all: Bilingual[] } {
  const id = model.id ?? ''
  if (values['revision'] === undefined) {
    const { title, question, level, closesAt, payCents, payer, payOn } = model
    const all = model.statements.map(({ wording }) => wording)
    const round = { id, title, question, level, closesAt, payCents, payer, payOn }
    return { round, number: 1, wording: all[0] ?? null, total: all.length, all }
  }
  const draft = draftSoFar(values, timeZone)
  const lines = statementsIn(values)
  const numbers = [...lines.keys()]
  const at = Math.max(0, numbers.indexOf(Number(values['preview'])))
  return {
    round: {
      id,
      title: draft.title,
      question: draft.question,
      level: draft.anonymity_level,
      closesAt: draft.closes_at,
      payCents: draft.pay_cents,
      payer: draft.payer,
      payOn: draft.pay_on,
    },
    number: at + 1,
    wording: lines.get(numbers[at] ?? 0) ?? null,
    total: lines.size,
    all: [...lines.values()],
  }
}

/**
 * A phone beside the form with a statement as those asked will see it, how long the round takes, and what to think of.
 *
 * It shows what stands in the form: after each saving, and where JavaScript runs while one types (`preview.js`).
 */
export function DraftPreview({
  model,
  form,
  context,
}: {
  model: BuilderModel
  form: FormState
  context: Context
}) {
  const t = roundMessages(context.locale)
  const { round, number, wording, total, all } = shownIn(model, form, context.network.settings.timeZone)
  const reading = readingOf(round.question, all)
  const time = expectedTime(null, reading)
  const warnings = lengthWarnings({ seconds: time.seconds, words: reading.words })
  return (
    <aside id="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('preview.title')}</h2>
      {wording ? (
        <>
          <p>{lengthWords(t, context.formats, total, time)}</p>
          {warnings.length > 0 ? (
            <Notice kind="attention">
              {warnings.map((warning) => (
                <p key={warning}>{t(`warning.${warning}`)}</p>
              ))}
            </Notice>
          ) : null}
          <PhonePreview
            model={{ round: { ...round, ...time, closed: false }, number, wording, total }}
            action={null}
          />
        </>
      ) : (
        <p>{t('preview.empty')}</p>
      )}
      {model.id && model.statements.length > 0 ? (
        <ButtonLink href={`/rounds/${model.id}/preview`}>{t('preview.open')}</ButtonLink>
      ) : null}
    </aside>
  )
}
