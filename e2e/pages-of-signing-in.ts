import type { PageState } from './page-state.ts'

/** The pages before somebody is signed in. */
export const signInPages: readonly PageState[] = [
  { name: 'signing in', roles: [], path: '/sign-in', physician: true },
  {
    name: 'signing in without an address',
    roles: [],
    path: '/sign-in',
    withErrors: true,
    sendEmpty: true,
  },
  { name: 'a code that did not work', roles: [], path: '/sign-in/code?again=1' },
  {
    name: 'a network’s first administrator',
    path: async ({ app }) => ({ network: await app.aNetwork(), person: null, path: '/first-administrator' }),
  },
  {
    name: 'the people of a demonstration',
    path: async ({ app }) => {
      const network = await app.aNetwork()
      await app.inNetwork(network, (db) => db.updateTable('network').set({ kind: 'demonstration' }).execute())
      for (const roles of [['lead'], ['physician'], ['decision-maker']] as const)
        await app.aPerson(network, { roles })
      return { network, person: null, path: '/demonstration' }
    },
  },
]
