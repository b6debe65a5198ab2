import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema, inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { recognitionMessages } from './messages.ts'

export const PaymentsModel = z.object({
  rounds: z.array(
    z.object({
      id: z.string(),
      title: BilingualSchema,
      payer: BilingualSchema.nullable(),
      payOn: z.string(),
      standing: z.enum(['made', 'owed', 'nobody', 'gone']),
      made: z.object({ people: z.number(), cents: z.number() }).nullable(),
    }),
  ),
})

/** The paid rounds that have closed: a list to make, or one to fetch. */
export function PaymentsPage({ rounds }: z.output<typeof PaymentsModel>, context: Context) {
  const t = recognitionMessages(context.locale)
  const { date, money, number } = context.formats
  return (
    <Page
      chrome={context.chrome}
      title={t('title')}
      back={{ href: '/administration', label: t('administration') }}
      wide
    >
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      {rounds.length === 0 ? (
        <EmptyState title={t('none')} />
      ) : (
        <Table
          caption={t('caption')}
          rows={rounds}
          rowKey={(round) => round.id}
          columns={[
            {
              title: t('csv.round'),
              rowHeader: true,
              cell: (round) => <Data of={inLanguage(round.title, context.locale)} />,
            },
            { title: t('csv.payer'), cell: (round) => <Data of={inLanguage(round.payer, context.locale)} /> },
            { title: t('csv.pay-on'), cell: (round) => date(round.payOn) },
            {
              title: t('people'),
              number: true,
              cell: (round) => (round.made ? number(round.made.people) : ''),
            },
            {
              title: t('csv.amount'),
              number: true,
              cell: (round) => (round.made ? money(round.made.cents) : ''),
            },
            {
              title: t('list'),
              cell: (round) =>
                round.standing === 'made' ? (
                  <a href={`/rounds/${round.id}/payments.csv`}>{t('fetch')}</a>
                ) : round.standing === 'owed' ? (
                  <ActionForm action={`/rounds/${round.id}/payments`}>{t('make')}</ActionForm>
                ) : (
                  <p>{t(`list.${round.standing}`)}</p>
                ),
            },
          ]}
        />
      )}
    </Page>
  )
}
