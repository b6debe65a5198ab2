import type { Context } from '../../platform/http/context.ts'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Words } from '../../ui/data.tsx'
import { Page } from '../../ui/page.tsx'
import { decisionMessages } from './messages.ts'
import type { TakeBackModel } from './models.ts'

/** Before somebody takes back a need: what goes, what stays. */
export function TakeBackNeedPage({ model, context }: { model: TakeBackModel; context: Context }) {
  const t = decisionMessages(context.locale)
  const own = `/said/${model.id}`
  return (
    <Page chrome={context.chrome} title={t('takeBack.title')} back={{ href: own }}>
      <h1>{t('takeBack.title')}</h1>
      <Words as="blockquote" of={model.words} />
      <p>{t('takeBack.goes')}</p>
      <p>{t('takeBack.stays')}</p>
      <form method="post" action={`${own}/take-back`}>
        <Actions>
          <Button kind="grave">{t('takeBack.now')}</Button>
          <ButtonLink href={own}>{t('takeBack.keep')}</ButtonLink>
        </Actions>
      </form>
    </Page>
  )
}
