import { readFile } from 'node:fs/promises'
import type { Installation } from './installation.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Everyone in the play, each with a browser of their own, signed in. */
export type Players = Readonly<{
  administrator: Visitor
  /** The physicians who are asked, the one who says the first thing first. */
  physicians: readonly Visitor[]
  lead: Visitor
  manager: Visitor
  decider: Visitor
  /** Ids by e-mail name. */
  idOf: (player: Visitor) => string
}>

/** How many of `people.csv` are asked; then come the lead, the manager and the decider. */
const asked = 19

const addressOf = (name: string): string =>
  `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(' ', '.')}@example.org`

/** Asks for a code, reads it in the mailbox, types it. */
async function signIn(installation: Installation, player: Visitor): Promise<void> {
  const email = addressOf(player.name)
  await player.send('/sign-in', { email })
  await player.send('/sign-in/code', { code: await installation.codeMailedTo(email) })
}

/** Begins the network, imports the roster of `people.csv`, gives roles, and signs everyone in with a code from their mail. */
export async function gather(installation: Installation): Promise<Players> {
  const { url, firstCode } = installation
  const administrator = visitor(url, 'Wanda Ostrel', 'en')
  await administrator.send('/first-administrator', {
    code: firstCode,
    name_en: 'Harbour Learning Network',
    name_fr: 'Réseau apprenant du Havre',
    given_name: 'Wanda',
    family_name: 'Ostrel',
    email: addressOf(administrator.name),
  })
  const csv = await readFile(new URL('./people.csv', import.meta.url), 'utf8')
  const upload = await administrator.send('/people/import', { file: new File([csv], 'people.csv') })
  const { digest } = await administrator.data<{ digest: string }>(upload)
  await administrator.send(upload, { digest })

  const players = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [, given = '', family = '', , language] = line.split(',')
      return visitor(url, `${given} ${family}`, language === 'fr' ? 'fr' : 'en')
    })
  const { people } = await administrator.data<{ people: { id: string; name: string }[] }>('/people')
  const ids = new Map(people.map(({ id, name }) => [name, id]))
  const idOf = (player: Visitor): string => {
    const id = ids.get(player.name)
    if (id === undefined) throw new Error(`${player.name} is not on the list of people`)
    return id
  }
  const [lead, manager, decider] = players.slice(asked)
  if (!lead || !manager || !decider)
    throw new Error('people.csv must end with the lead, the manager and the decider')
  for (const [player, role] of [
    [lead, 'lead'],
    [lead, 'champion'],
    [manager, 'lead'],
    [decider, 'decision-maker'],
  ] as const)
    await administrator.send(`/people/${idOf(player)}/roles`, { role })
  await administrator.send('/needs/readers', { person: idOf(lead) })
  await Promise.all(players.map((player) => signIn(installation, player)))
  return { administrator, physicians: players.slice(0, asked), lead, manager, decider, idOf }
}
