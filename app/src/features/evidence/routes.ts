import { z } from 'zod'
import { type Route, file, page } from '../../platform/http/route.ts'
import { briefMarkdown } from './brief-markdown.ts'
import { loadRegister, loadStrategy } from './load-strategy.ts'
import { RegisterModel, StrategyModel } from './models.ts'
import { RegisterPage, StrategyPage } from './pages.tsx'
import { permissions } from './permissions.ts'

const params = z.object({ id: z.string().max(100) })
const permission = permissions['evidence.see']

export const routes: readonly Route[] = [
  page('/strategies', {
    permission,
    model: RegisterModel,
    load: loadRegister,
    view: (model, context) => RegisterPage({ model, context }),
  }),
  page('/strategies/:id', {
    permission,
    params,
    model: StrategyModel,
    load: (context, input) => loadStrategy(context, input.params.id),
    view: (model, context) => StrategyPage({ model, context, brief: false }),
  }),
  page('/strategies/:id/brief', {
    permission,
    params,
    model: StrategyModel,
    load: (context, input) => loadStrategy(context, input.params.id),
    view: (model, context) => StrategyPage({ model, context, brief: true }),
  }),
  file('/strategies/:id/brief.md', {
    permission,
    params,
    async load(context, input) {
      const model = StrategyModel.parse(await loadStrategy(context, input.params.id))
      return {
        kind: 'file',
        content: briefMarkdown(model, context),
        type: 'text/markdown; charset=utf-8',
        filename: `${model.id}.md`,
      }
    },
  }),
]
