import type { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { Button } from '../../ui/button.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import type { ClockModel } from './clock.ts'
import { messages } from './messages.ts'

/** Whether the clock is trusted; where it is not, what waits for it and the way to say that it is right. */
export function ClockPage(model: z.output<typeof ClockModel>, context: Context, form: FormState) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  const at = (moment: Date) => ({ date: context.formats.date(moment), time: context.formats.time(moment) })
  return (
    <Page
      chrome={context.chrome}
      title={t('clock.title')}
      form={model.doubt === null ? undefined : 'clock'}
      errors={errors}
      back={{ href: '/administration', label: t('title') }}
    >
      <h1>{t('clock.title')}</h1>
      {model.doubt === null ? (
        <p>{t('clock.sure', at(model.shows))}</p>
      ) : (
        <>
          <Notice kind="attention">
            <p>{t('clock.doubt', at(model.doubt.sureAt))}</p>
          </Notice>
          <p>{t('clock.waits')}</p>
          {model.doubt.endsByItself ? <p>{t('clock.itself')}</p> : null}
          {errors.length > 0 ? <p>{t('clock.shows', at(model.shows))}</p> : null}
          <form id="clock" method="post" action="/administration/clock" novalidate>
            <DateField
              name="today"
              label={t('clock.today')}
              hint={t('clock.today.hint')}
              value={form.values['today']}
              error={errorAt(errors, 'today')}
            />
            <Button>{t('clock.confirm')}</Button>
          </form>
        </>
      )}
    </Page>
  )
}
