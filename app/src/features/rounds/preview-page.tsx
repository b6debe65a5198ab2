import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { AnswerButtons } from '../../ui/answer-buttons.tsx'
import { useChrome } from '../../ui/chrome-context.ts'
import { Words } from '../../ui/data.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Progress } from '../../ui/progress.tsx'
import type { PreviewModel } from './lead-model.ts'
import { roundMessages } from './messages.ts'
import { RoundLine } from './round-line.tsx'

/** A statement as those invited will see it, with buttons that lead on and record nothing. */
export function PhonePreview({ model }: { model: PreviewModel }) {
  const { locale } = useChrome()
  return (
    <div class="phone">
      <Progress now={model.number} total={Math.min(10, model.total)} />
      {model.wording ? <Words of={inLanguage(model.wording, locale)} as="h2" /> : null}
      <AnswerButtons action={`/rounds/${model.id}/preview`} fields={{ number: model.number }} />
      {inLanguage(model.question, locale).text ? <Words of={inLanguage(model.question, locale)} /> : null}
      <RoundLine round={model} />
    </div>
  )
}

/** The round before it opens, one statement at a time. */
export function PreviewPage(model: PreviewModel, context: Context): VNode {
  const t = roundMessages(context.locale)
  return (
    <Page chrome={context.chrome} title={t('preview.title')} back={{ href: `/rounds/${model.id}/edit` }}>
      <h1>{t('preview.title')}</h1>
      <Notice>
        <p>{t('preview.nothing-recorded')}</p>
      </Notice>
      {model.wording ? <PhonePreview model={model} /> : <p>{t('preview.end')}</p>}
    </Page>
  )
}
