import { z } from 'zod'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { type Route, FormRefused, action, file, form, next, page } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import { addVersion } from './add-version.ts'
import { askAboutVersion } from './ask-about-version.ts'
import { ChangesPageModel, changesPageModel } from './changes-page-model.ts'
import { CommentModel, CommentsModel, commentModel, commentsModel } from './comments-model.ts'
import { CommentPage, CommentsPage } from './comments-pages.tsx'
import { contentFile } from './content-file.ts'
import { createObject } from './create-object.ts'
import { decideOutcome, keepWithReaders, mergeAnnotation } from './decide-outcome.ts'
import type { Version } from './load-version.ts'
import { markChange, unmarkChange } from './mark-change.ts'
import { NewVersionModel, newVersionModel } from './new-version-model.ts'
import { ObjectModel, objectModel } from './object-model.ts'
import { NewObjectPage, NewVersionPage, ObjectPage, ObjectsPage } from './object-pages.tsx'
import { objectKinds, outcomes } from './object.ts'
import { NewObjectModel, ObjectsModel, newObjectModel, objectsModel } from './objects-model.ts'
import { permissions } from './permissions.ts'
import { reviewRoutes } from './review-routes.ts'
import { showVersion } from './show-version.ts'
import { VersionPageModel, versionPageModel } from './version-page-model.ts'
import { ChangesPage, VersionPage } from './version-pages.tsx'

export { jobs } from './forget-order.ts'

const ofInitiative = z.object({ id: idOf<'initiative'>() })
const ofObject = z.object({ id: idOf<'object'>() })
const number = z.coerce.number().int().min(1).max(10_000)
const ofVersion = z.object({ id: idOf<'object'>(), number })
const ofComment = z.object({ id: idOf<'contribution'>() })
const atVersion = (params: z.output<typeof ofVersion>) => ({ object: params.id, number: params.number })
const addressOf = (params: z.output<typeof ofVersion>) => `/objects/${params.id}/versions/${params.number}`

const addressOfVersion = ({ object, number: at }: Version) => `/objects/${object.id}/versions/${at}`

const text = (most: number) => z.string().trim().max(most, 'error.too-long').default('')
const none = z.literal('').transform(() => null)
const bilingual = (en: string, fr: string): Bilingual => ({ ...(en ? { en } : {}), ...(fr ? { fr } : {}) })

/** What came in a file field: its bytes, or nothing. */
const bytes = z
  .unknown()
  .optional()
  .transform((value) => (Buffer.isBuffer(value) && value.length > 0 ? value : null))

/** Everything that can be done with prototypes and what leads to them. */
export const routes: readonly Route[] = [
  page('/initiatives/:id/objects', {
    permission: permissions['prototypes.see'],
    params: ofInitiative,
    model: ObjectsModel,
    load: (context, { params }) => objectsModel(context, params.id),
    view: ObjectsPage,
  }),
  form('/initiatives/:id/objects/new', {
    permission: permissions['prototypes.prepare'],
    params: ofInitiative,
    model: NewObjectModel,
    load: (context, { params }) => newObjectModel(context, params.id),
    view: NewObjectPage,
    fields: z
      .object({
        title_en: text(200),
        title_fr: text(200),
        kind: z.enum(objectKinds, 'error.kind'),
        derived_from: z.union([none, idOf<'object'>()], 'error.derived-from').default(null),
      })
      .refine((values) => values.title_en !== '' || values.title_fr !== '', {
        path: ['title'],
        message: 'error.title',
      }),
    async submit(context, { params, values }) {
      const object = await createObject(context, {
        initiative: params.id,
        kind: values.kind,
        title: bilingual(values.title_en, values.title_fr),
        derivedFrom: values.derived_from,
      })
      return next(`/objects/${object}/versions/new`)
    },
  }),
  page('/objects/:id', {
    permission: permissions['prototypes.see'],
    params: ofObject,
    model: ObjectModel,
    load: (context, { params }) => objectModel(context, params.id),
    view: ObjectPage,
  }),
  form('/objects/:id/versions/new', {
    permission: permissions['prototypes.prepare'],
    params: ofObject,
    model: NewVersionModel,
    load: (context, { params }) => newVersionModel(context, params.id),
    view: NewVersionPage,
    fileText: 'text',
    fields: z.object({
      file: bytes,
      text: z.string().default(''),
      language: z.enum(['en', 'fr', 'und']).catch('und'),
      alternative_en: text(10_000),
      alternative_fr: text(10_000),
    }),
    async submit(context, { params, values }) {
      if (values.file === null && values.text.trim() === '') throw new FormRefused({ file: 'error.file' })
      const version = await addVersion(context, {
        object: params.id,
        field: values.file ? 'file' : 'text',
        bytes: values.file ?? Buffer.from(values.text),
        language: values.language,
        textAlternative: bilingual(values.alternative_en, values.alternative_fr),
      })
      return next(`/objects/${params.id}/versions/${version}`)
    },
  }),
  page('/objects/:id/versions/:number', {
    permission: permissions['prototypes.see'],
    params: ofVersion,
    model: VersionPageModel,
    load: (context, { params }) => versionPageModel(context, atVersion(params)),
    view: VersionPage,
  }),
  file('/objects/:id/versions/:number/content', {
    permission: permissions['prototypes.see'],
    unlogged: true,
    params: ofVersion,
    load: (context, { params }) => contentFile(context, atVersion(params)),
  }),
  form('/objects/:id/versions/:number/changes', {
    permission: permissions['prototypes.prepare'],
    params: ofVersion,
    model: ChangesPageModel,
    load: (context, { params }) => changesPageModel(context, atVersion(params)),
    view: ChangesPage,
    fields: z
      .object({
        what_en: text(1000),
        what_fr: text(1000),
        place: z.string().max(20).default(''),
        contribution: z.union([none, idOf<'contribution'>()], 'error.not-taken').default(null),
      })
      .refine((values) => values.what_en !== '' || values.what_fr !== '', {
        path: ['what'],
        message: 'error.what',
      }),
    async submit(context, { params, values }) {
      await markChange(context, atVersion(params), {
        what: bilingual(values.what_en, values.what_fr),
        place: values.place,
        contribution: values.contribution,
      })
      return next(`${addressOf(params)}/changes`)
    },
  }),
  action('/changes/:id/remove', {
    permission: permissions['prototypes.prepare'],
    params: z.object({ id: idOf<'change'>() }),
    async submit(context, { params }) {
      return next(`${addressOfVersion(await unmarkChange(context, params.id))}/changes`)
    },
  }),
  action('/objects/:id/versions/:number/show', {
    permission: permissions['prototypes.prepare'],
    params: ofVersion,
    async submit(context, { params }) {
      await showVersion(context, atVersion(params))
      return next(addressOf(params))
    },
  }),
  action('/objects/:id/versions/:number/ask', {
    permission: permissions['prototypes.prepare'],
    params: ofVersion,
    async submit(context, { params }) {
      return next(`/rounds/${await askAboutVersion(context, atVersion(params))}/edit`)
    },
  }),
  page('/objects/:id/versions/:number/comments', {
    permission: permissions['prototypes.read-comments'],
    params: ofVersion,
    model: CommentsModel,
    load: (context, { params }) => commentsModel(context, atVersion(params)),
    view: CommentsPage,
  }),
  form('/comments/:id', {
    permission: permissions['prototypes.decide'],
    params: ofComment,
    model: CommentModel,
    load: (context, { params }) => commentModel(context, params.id),
    view: CommentPage,
    fields: z.object({
      outcome: z.enum(outcomes, 'error.outcome'),
      reason_en: text(2000),
      reason_fr: text(2000),
    }),
    async submit(context, { params, values }) {
      const version = await decideOutcome(context, params.id, {
        outcome: values.outcome,
        reason: bilingual(values.reason_en, values.reason_fr),
      })
      return next(`${addressOfVersion(version)}/comments`)
    },
  }),
  action('/comments/:id/merge', {
    permission: permissions['prototypes.decide'],
    params: ofComment,
    fields: z.object({ into: z.union([none, idOf<'contribution'>()]).default(null) }),
    async submit(context, { params, values }) {
      return next(`${addressOfVersion(await mergeAnnotation(context, params.id, values.into))}/comments`)
    },
  }),
  action('/comments/:id/keep', {
    permission: permissions['prototypes.read-comments'],
    params: ofComment,
    async submit(context, { params }) {
      return next(`${addressOfVersion(await keepWithReaders(context, params.id))}/comments`)
    },
  }),
  ...reviewRoutes,
]
