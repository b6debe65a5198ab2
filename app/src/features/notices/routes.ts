import { type Context, actorOf } from '../../platform/http/context.ts'
import { type Route, action, next, page } from '../../platform/http/route.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { clearReminder, setReminder } from '../people/public.ts'
import { laterHour } from './digest.ts'
import { nextLocalHour } from './local-time.ts'
import { NoticesModel } from './models.ts'
import { NoticesPage } from './pages.tsx'
import { permissions } from './permissions.ts'
import { openNotices } from './queries.ts'
import { sendDigests } from './send-digests.ts'

async function loadNotices(context: Context) {
  const person = actorOf(context).personId
  const own = await context.db
    .selectFrom('person')
    .select(['messages_per_week', 'remind_at'])
    .where('id', '=', person)
    .executeTakeFirstOrThrow()
  return {
    notices: [...(await openNotices(context, person, { seen: true }))],
    messagesPerWeek: own.messages_per_week,
    remindAt: own.remind_at !== null && own.remind_at > context.now ? own.remind_at : null,
  }
}

export const routes: readonly Route[] = [
  page('/notices', {
    permission: permissions['notices.see'],
    model: NoticesModel,
    load: loadNotices,
    view: (model, context) => NoticesPage({ model, context }),
  }),
  action('/notices/seen', {
    permission: permissions['notices.see'],
    async submit(context) {
      await context.db
        .updateTable('notice')
        .set({ seen_at: context.now })
        .where('person_id', '=', actorOf(context).personId)
        .where('seen_at', 'is', null)
        .where('deliver_after', '<=', context.now)
        .execute()
      return next('/notices')
    },
  }),
  action('/notices/later', {
    permission: permissions['notices.see'],
    async submit(context) {
      const { timeZone } = context.network.settings
      const at = nextLocalHour(new Date(context.now.getTime() + 60_000), laterHour, timeZone)
      await setReminder(context, actorOf(context).personId, at)
      return next('/notices')
    },
  }),
  action('/notices/later/cancel', {
    permission: permissions['notices.see'],
    async submit(context) {
      await clearReminder(context, actorOf(context).personId)
      return next('/notices')
    },
  }),
]

export const jobs: readonly JobHandler[] = [
  { queue: 'sweep', run: async (context) => void (await sendDigests(context)) },
]
