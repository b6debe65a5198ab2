import { z } from 'zod'
import { type Route, action, form, next, page } from '../../platform/http/route.ts'
import { type ContributionId, idOf } from '../../platform/ids.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { moderationReasons } from '../contributions/public.ts'
import { AddPage } from './add-page.tsx'
import { AddModel, addPage, addStatement } from './add-statement.ts'
import { InvitationModel, invitation } from './invitation-model.ts'
import { InvitationPage } from './invitation-page.tsx'
import { ModerationModel, type Verdict, moderateStatements, moderationPage } from './moderate-statement.ts'
import { ModerationPage } from './moderation-page.tsx'
import { permissions } from './permissions.ts'
import { ResponsesModel, responses } from './responses.ts'
import { KeyModel, holdKey, keyPage, releaseKey } from './round-key-life.ts'
import { takeOutStatement } from './take-out-statement.ts'
import { KeyPage, ResponsesPage, WhoCanSeePage } from './trust-pages.tsx'
import { WhoCanSeeModel, whoCanSee } from './who-can-see.ts'

const ofRound = z.object({ id: idOf<'round'>() })
const text = (most: number) => z.string().trim().max(most).default('')

/** Adding to a round, reading what was added, who can see what, and the printed way in. */
export const trustRoutes: readonly Route[] = [
  form('/rounds/:id/add', {
    permission: permissions['rounds.answer'],
    unlogged: true,
    params: ofRound,
    model: AddModel,
    load: (context, { params }) => addPage(context, params.id),
    view: AddPage,
    fields: z.object({
      text: z.string('error.text').trim().min(1, 'error.text').max(300, 'error.text-long'),
    }),
    async submit(context, { params, values }) {
      await addStatement(context, {
        round: params.id,
        text: values.text,
      })
      return next(`/rounds/${params.id}/add`)
    },
  }),
  form('/rounds/:id/moderation', {
    permission: permissions['rounds.moderate'],
    params: ofRound,
    query: z.object({ out: idOf<'contribution'>().nullable().catch(null) }),
    model: ModerationModel,
    load: (context, { params, query }) => moderationPage(context, params.id, query.out),
    view: ModerationPage,
    fields: z.looseObject({
      contribution: idOf<'contribution'>().optional(),
      out: idOf<'contribution'>().optional(),
    }),
    async submit(context, { params, values: { contribution, out, ...typed } }) {
      if (out !== undefined) {
        const verdict = verdictOf(out, typed)
        if ('errors' in verdict) throw new FormRefused(verdict.errors)
        if (verdict.kind === 'accepted') throw new FormRefused({ [`verdict_${out}`]: 'error.verdict' })
        await takeOutStatement(context, params.id, out, verdict)
        return next(`/rounds/${params.id}/moderation`)
      }
      if (contribution === undefined) throw new FormRefused({ contribution: 'error.which' })
      await moderateStatements(context, params.id, contribution, verdictsIn(contribution, typed))
      return next(`/rounds/${params.id}/moderation`)
    },
  }),
  page('/rounds/:id/who-can-see', {
    permission: permissions['rounds.who-can-see'],
    unlogged: true,
    params: ofRound,
    model: WhoCanSeeModel,
    load: (context, { params }) => whoCanSee(context, params.id),
    view: WhoCanSeePage,
  }),
  form('/rounds/:id/key', {
    afterEnd: true,
    permission: permissions['rounds.hold-key'],
    params: ofRound,
    model: KeyModel,
    load: (context, { params }) => keyPage(context, params.id),
    view: KeyPage,
    fields: z.object({ reason: z.string('error.hold').trim().min(1, 'error.hold').max(300, 'error.hold') }),
    async submit(context, { params, values }) {
      await holdKey(context, params.id, values.reason)
      return next(`/rounds/${params.id}/key`)
    },
  }),
  action('/rounds/:id/key-release', {
    afterEnd: true,
    permission: permissions['rounds.hold-key'],
    params: ofRound,
    async submit(context, { params }) {
      await releaseKey(context, params.id)
      return next(`/rounds/${params.id}/key`)
    },
  }),
  page('/rounds/:id/responses', {
    permission: permissions['rounds.read-responses'],
    params: ofRound,
    model: ResponsesModel,
    load: (context, { params }) => responses(context, params.id),
    view: ResponsesPage,
  }),
  page('/rounds/:id/invitation', {
    permission: permissions['rounds.follow'],
    params: ofRound,
    model: InvitationModel,
    load: (context, { params }) => invitation(context, params.id),
    view: InvitationPage,
  }),
]

const read = z.string().optional()
/** Of each verdict its own fields alone: what was typed under another one before is neither looked at nor kept. */
const VerdictFields = z.discriminatedUnion(
  'verdict',
  [
    z.object({ verdict: z.literal('accepted'), translation: text(300), read }),
    z.object({
      verdict: z.enum(['returned', 'rejected']),
      reason: z.enum(moderationReasons, 'error.reason'),
      note_en: text(500),
      note_fr: text(500),
      read,
    }),
  ],
  'error.verdict',
)

/** What was chosen for one statement: of a form about all that wait, the fields with its id in their names. */
function verdictOf(
  id: string,
  typed: Readonly<Record<string, unknown>>,
): Verdict | { errors: FormRefused['errors'] } {
  const fields = VerdictFields.safeParse({
    verdict: typed[`verdict_${id}`],
    translation: typed[`translation_${id}`],
    reason: typed[`reason_${id}`],
    note_en: typed[`note_${id}_en`],
    note_fr: typed[`note_${id}_fr`],
    read: typed[`read_${id}`],
  })
  if (!fields.success)
    return {
      errors: Object.fromEntries(
        fields.error.issues.map(({ path, message }) => [`${String(path[0])}_${id}`, message]),
      ),
    }
  const values = fields.data
  if (values.verdict === 'accepted')
    return { kind: 'accepted', translation: values.translation, read: values.read }
  const note = {
    ...(values.note_en ? { en: values.note_en } : {}),
    ...(values.note_fr ? { fr: values.note_fr } : {}),
  }
  return {
    kind: values.verdict,
    reason: values.reason,
    read: values.read,
    note: Object.keys(note).length > 0 ? note : null,
  }
}

/**
 * What is to happen to the statement whose button was pressed, and to every other for which something was chosen or
 * written: the page comes anew, and with it what was left undone would be gone.
 */
function verdictsIn(
  pressed: ContributionId,
  typed: Readonly<Record<string, unknown>>,
): ReadonlyMap<ContributionId, Verdict> {
  const begun = Object.entries(typed).flatMap(([name, value]) => {
    const id = /^(?:verdict|translation|note)_([0-9a-f-]{36})(?:_en|_fr)?$/.exec(name)?.[1]
    return id !== undefined && typeof value === 'string' && value.trim() !== '' ? [id as ContributionId] : []
  })
  const verdicts = new Map<ContributionId, Verdict>()
  const errors: Record<string, string> = {}
  for (const id of new Set([pressed, ...begun])) {
    const verdict = verdictOf(id, typed)
    if ('errors' in verdict) Object.assign(errors, verdict.errors)
    else verdicts.set(id, verdict)
  }
  if (Object.keys(errors).length > 0) throw new FormRefused(errors)
  return verdicts
}
