import type { Installation } from './installation.ts'
import type { Players } from './players.ts'
import type { Visitor } from './visitor.ts'

/** What the stages share: who plays, on what, and how they show what a person saw. */
export type Play = Readonly<{
  installation: Installation
  players: Players
  stage: (title: string) => void
  /** Shows an excerpt of the real page of an address, as this person sees it. */
  shows: (who: Visitor, path: string, options: { lines: number; from?: string }) => Promise<void>
  tell: (text: string) => void
}>
