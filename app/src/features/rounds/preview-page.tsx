import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { AnswerButtons } from '../../ui/answer-buttons.tsx'
import { useChrome } from '../../ui/chrome-context.ts'
import { Words } from '../../ui/data.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Progress } from '../../ui/progress.tsx'
import { askedOfOne } from './expected-time.ts'
import type { PreviewModel } from './lead-model.ts'
import { roundMessages } from './messages.ts'
import { RoundLine } from './round-line.tsx'

/**
 * A statement as those invited will see it.
 *
 * @param action where a press on an answer leads; null where it is a picture alone, which nobody can press
 */
export function PhonePreview({ model, action }: { model: PreviewModel; action: string | null }) {
  const { locale } = useChrome()
  const { round, number, total, wording } = model
  const question = inLanguage(round.question, locale)
  const asked = Math.min(askedOfOne, total)
  return (
    <div class="phone" inert={action === null}>
      <Progress now={Math.min(number, asked)} total={asked} />
      {wording ? <Words of={inLanguage(wording, locale)} as="h2" /> : null}
      <AnswerButtons action={action ?? ''} fields={{ number }} />
      {question.text ? <Words of={question} /> : null}
      <RoundLine round={round} />
    </div>
  )
}

/** The round before it opens, one statement at a time. */
export function PreviewPage(model: PreviewModel, context: Context): VNode {
  const t = roundMessages(context.locale)
  const address = `/rounds/${model.round.id}`
  return (
    <Page chrome={context.chrome} title={t('preview.title')} back={{ href: `${address}/edit` }}>
      <h1>{t('preview.title')}</h1>
      <Notice>
        <p>{t('preview.nothing-recorded')}</p>
      </Notice>
      {model.wording ? (
        <PhonePreview model={model} action={`${address}/preview`} />
      ) : (
        <p>{t('preview.end')}</p>
      )}
    </Page>
  )
}
