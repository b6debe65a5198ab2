import { z } from 'zod'
import { type Route, action, file, next, page } from '../../platform/http/route.ts'
import { type RoundId, idOf } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { causeOf } from '../../platform/log.ts'
import { NotComputed } from './compute-in-process.ts'
import { participationUndecided } from '../people/public.ts'
import { resultMessages } from './messages.ts'
import { ResultsPage } from './pages.tsx'
import { permissions } from './permissions.ts'
import {
  decideWhoTookPart,
  lastComparison,
  publishDue,
  recomputeResult,
  resultsDue,
} from './publish-results.ts'
import { refuse } from './refusals.ts'
import { ResultModel } from './result-model.ts'
import { participationTable, statementTable } from './result-tables.ts'
import { showResults } from './show-results.ts'

const params = z.object({ id: idOf<'round'>() })
const csv = 'text/csv; charset=utf-8'

export const routes: readonly Route[] = [
  page('/rounds/:id/results', {
    permission: permissions['results.read'],
    params,
    query: z.object({
      all: z.string().optional(),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    model: ResultModel,
    load: (context, { params: { id }, query }) =>
      showResults(context, id, { all: query.all !== undefined, page: query.page }),
    view: ResultsPage,
  }),
  page('/rounds/:id/results/comparison', {
    permission: permissions['results.recompute'],
    params,
    model: ResultModel,
    load: async (context, { params: { id } }) => ({
      ...(await showResults(context, id, { all: false })),
      recomputed: await lastComparison(context, id),
    }),
    view: ResultsPage,
  }),
  action('/rounds/:id/results/comparison', {
    permission: permissions['results.recompute'],
    params,
    submit: async (context, { params: { id } }) => {
      await recomputeResult(context, id).catch((error: unknown) => {
        if (!(error instanceof NotComputed)) throw error
        context.services.log.error(
          { round: id, ...causeOf(error.cause ?? error) },
          'a result could not be computed again',
        )
        throw refuse('not_recomputed')
      })
      return next(`/rounds/${id}/results/comparison`)
    },
  }),
  file('/rounds/:id/results/statements.csv', {
    permission: permissions['results.read'],
    params,
    load: async (context, { params: { id } }) => ({
      kind: 'file',
      type: csv,
      filename: `round-${id}-statements.csv`,
      content: statementTable(
        ResultModel.parse(await showResults(context, id as RoundId, { all: true })),
        context.locale,
        resultMessages(context.locale),
      ),
    }),
  }),
  file('/rounds/:id/results/participation.csv', {
    permission: permissions['results.read'],
    params,
    load: async (context, { params: { id } }) => ({
      kind: 'file',
      type: csv,
      filename: `round-${id}-participation.csv`,
      content: participationTable(
        ResultModel.parse(await showResults(context, id as RoundId, { all: true })),
        context.locale,
        resultMessages(context.locale),
      ),
    }),
  }),
]

export const jobs: readonly JobHandler[] = [
  {
    queue: 'sweep',
    whenever: true,
    due: resultsDue,
    run: (context, id) => publishDue(context, id as RoundId),
  },
  {
    queue: 'sweep',
    whenever: true,
    due: participationUndecided,
    run: (context, id) => decideWhoTookPart(context, id as RoundId),
  },
]
