/* The architecture as rules. Why these: docs/decisions/0002-what-a-feature-shows-to-others.md */

const { builtinModules } = require('node:module');

const spec = '[.](spec|test)[.]ts$';
const decider = '([.](decider|state)[.]ts$|(^|/)decide-[^/]+[.]ts$)';
/** Pure libraries: schemas, canonical JSON. */
const purePackages = 'node_modules/(@sinclair/typebox|canonicalize)/';
/** Pure code of the platform: calendars and text, no Nest, I/O, clock or randomness. */
const purePlatform = '^src/platform/(calendar|text)/';
const nodeModules = `^(node:)?(${builtinModules.join('|')})$`;
/** What of a feature the others may use: see the decision record. */
const publicFace = [
  '^src/[^/]+/index[.]ts$',
  '[.](command|decider|state|module)[.]ts$',
  '/decide-[^/]+[.]ts$',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'deciders-are-pure',
      comment:
        'A decider reaches, however far, only contracts and other pure code: no Nest, I/O, clock, randomness.',
      severity: 'error',
      from: { path: decider, pathNot: spec },
      to: {
        reachable: true,
        path: [
          nodeModules,
          'node_modules/',
          '^src/platform/',
          '^projections/',
          '[.](handler|controller|module)[.]ts$',
        ],
        pathNot: [purePackages, purePlatform],
      },
    },
    {
      name: 'projections-see-contracts-and-platform',
      comment: 'The read side knows the events and the ports, never the write side.',
      severity: 'error',
      from: { path: '^projections/' },
      to: { path: '^(src|web)/', pathNot: '^src/(contracts|platform)/' },
    },
    {
      name: 'features-keep-their-insides',
      comment:
        'Handlers, controllers, stores of a feature are its own; others use its index.ts or its commands, deciders, module and types.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [spec, '^src/(contracts|platform)/'] },
      to: {
        path: '^src/[^/]+/',
        pathNot: ['^src/$1/', '^src/(contracts|platform)/', ...publicFace],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'The platform serves every feature, and depends on none.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: spec },
      to: { path: '^(src|projections|web)/', pathNot: '^src/(contracts|platform)/' },
    },
    {
      name: 'web-sees-contracts',
      comment: 'The web mail uses the HTTP API: of the server it may know the shapes alone.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|projections|bench|bin)/', pathNot: '^src/contracts/' },
    },
    {
      name: 'web-takes-types-only',
      comment: 'Nothing of contracts is bundled into the page.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'What all three sides share depends on none of them.',
      severity: 'error',
      from: { path: '^src/contracts/', pathNot: spec },
      to: { pathNot: ['^src/contracts/', purePackages] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle cannot be read, tested or replaced one part at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'production-imports-no-tests',
      comment: 'Tests know the code, the code does not know its tests.',
      severity: 'error',
      from: { path: '^(src|projections|web)/', pathNot: spec },
      to: { path: ['^test/', spec] },
    },
    {
      name: 'production-uses-no-tools',
      comment: '`npm ci --omit=dev` must leave a service that starts.',
      severity: 'error',
      from: { path: '^(src|projections)/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'imports-resolve',
      comment: 'An import that leads nowhere would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|var)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
