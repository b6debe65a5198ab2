import { z } from 'zod'
import { type Route, action, file, next, page } from '../../platform/http/route.ts'
import { type RoundId, idOf } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { PaymentsModel, PaymentsPage } from './payments-page.tsx'
import { listsDue, makeListDue, makePayments, paidRounds, payments, permissions } from './payments.ts'

const params = z.object({ id: idOf<'round'>() })

/** What a payer needs. */
export const routes: readonly Route[] = [
  page('/payments', {
    permission: permissions['recognition.payments'],
    model: PaymentsModel,
    load: paidRounds,
    view: PaymentsPage,
  }),
  action('/rounds/:id/payments', {
    afterEnd: true,
    permission: permissions['recognition.payments'],
    params,
    submit: async (context, { params: { id } }) => {
      await makePayments(context, id)
      return next('/payments')
    },
  }),
  file('/rounds/:id/payments.csv', {
    permission: permissions['recognition.payments'],
    params,
    load: (context, { params: { id } }) => payments(context, id),
  }),
]

export const jobs: readonly JobHandler[] = [
  { queue: 'sweep', due: listsDue, run: (context, id) => makeListDue(context, id as RoundId) },
]
