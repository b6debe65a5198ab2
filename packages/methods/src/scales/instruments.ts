import type { Instrument } from './instrument.ts'
import aimIamFim from './instruments/aim-iam-fim.json' with { type: 'json' }
import oric from './instruments/oric.json' with { type: 'json' }
import nomad from './instruments/nomad.json' with { type: 'json' }
import singleItemBurnout from './instruments/single-item-burnout.json' with { type: 'json' }
import satisfaction from './instruments/satisfaction.json' with { type: 'json' }
import sus from './instruments/sus.json' with { type: 'json' }
import uwes3 from './instruments/uwes-3.json' with { type: 'json' }
import uwes9 from './instruments/uwes-9.json' with { type: 'json' }
import collaborate9 from './instruments/collaborate-9.json' with { type: 'json' }
import promisGlobal10V12 from './instruments/promis-global-10-v1.2.json' with { type: 'json' }

/**
 * The instruments of which the project knows how they are scored.
 *
 * `ship` carries its English text under the licence that it names; French only where a translation may be shipped.
 * `import` is structure and scoring: who runs it brings the text and says by which licence.
 */
export const instruments = [
  aimIamFim,
  oric,
  nomad,
  singleItemBurnout,
  satisfaction,
  sus,
  uwes3,
  uwes9,
  collaborate9,
  promisGlobal10V12,
] as readonly unknown[] as readonly Instrument[]
