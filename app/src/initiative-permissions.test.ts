import { expect, test } from 'vitest'
import { permissions as decisions } from './features/decisions/permissions.ts'
import { permissions as initiatives } from './features/initiatives/permissions.ts'
import { permissions as prototypes } from './features/prototypes/permissions.ts'
import { permissions as rounds } from './features/rounds/permissions.ts'
import type { Permission } from './platform/auth/authorization.ts'

const said = ({ rules }: Permission) =>
  [rules]
    .flat()
    .map((one) => JSON.stringify(one))
    .toSorted()

test('an initiative’s page leads to what opens, and to nothing that is refused', () => {
  expect(said(initiatives['initiatives.answer'])).toEqual(said(decisions['decisions.prepare-answers']))
  expect(said(initiatives['initiatives.follow'])).toEqual(said(rounds['rounds.follow']))
  expect(said(initiatives['initiatives.ask'])).toEqual(said(rounds['rounds.create']))
  const invited = JSON.stringify({ as: 'invited' })
  expect(said(initiatives['initiatives.design'])).toEqual(
    said(prototypes['prototypes.see']).filter((one) => one !== invited),
  )
})
