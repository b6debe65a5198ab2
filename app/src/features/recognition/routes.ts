import { z } from 'zod'
import { type Route, file } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { payments, permissions } from './payments.ts'

/** What a payer fetches. */
export const routes: readonly Route[] = [
  file('/rounds/:id/payments.csv', {
    permission: permissions['recognition.payments'],
    params: z.object({ id: idOf<'round'>() }),
    load: (context, { params }) => payments(context, params.id),
  }),
]
