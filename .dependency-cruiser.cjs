/** Imports point one way: apps → dispatch → delivery → messaging → database → privacy → notifications → contracts. runtime is a leaf. */
const ORDER = ['dispatch', 'delivery', 'messaging', 'database', 'privacy', 'notifications', 'contracts'];

/** Each library may import those after it, and runtime where it has effects. */
const libraryRules = ORDER.map((name, i) => ({
  name: `${name}-imports-downwards`,
  severity: 'error',
  from: { path: `^libs/${name}/`, pathNot: '\\.spec\\.ts$' },
  to: {
    path: '^(libs|apps|migrations|infra|test)/',
    pathNot: `^libs/(${[...ORDER.slice(i), ...(['privacy', 'notifications', 'contracts'].includes(name) ? [] : ['runtime']), ...(name === 'delivery' ? ['templates'] : [])].join('|')})/`,
  },
}));

module.exports = {
  forbidden: [
    ...libraryRules,
    {
      name: 'templates-import-contracts-only',
      severity: 'error',
      from: { path: '^libs/templates/' },
      to: { path: '^(libs|apps|migrations|infra)/', pathNot: '^libs/(templates|contracts)/' },
    },
    {
      name: 'runtime-is-a-leaf',
      severity: 'error',
      from: { path: '^libs/runtime/' },
      to: { path: '^(libs|apps|migrations|infra)/', pathNot: '^libs/runtime/' },
    },
    {
      name: 'service-client-stands-alone',
      comment: 'Internal callers install it without the rest.',
      severity: 'error',
      from: { path: '^libs/service-client/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(libs|apps|migrations|infra)/', pathNot: '^libs/service-client/' },
    },
    {
      name: 'stream-client-stands-alone',
      comment: 'Front-end teams install it without the rest: socket.io-client is all it needs.',
      severity: 'error',
      from: { path: '^libs/stream-client/src/', pathNot: '\\.(spec|fixture)\\.ts$' },
      to: { pathNot: '^libs/stream-client/src/|^node_modules/socket\\.io-client/' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Upstream teams install it without the rest.',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/contracts/src/|node_modules/(cloudevents|temporal-polyfill|zod)/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'Apps talk over topics and tables, never by import.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'dashboard-imports-types-only',
      comment: 'What the browser loads stays small: no schemas, nothing of the server.',
      severity: 'error',
      from: { path: '^apps/dashboard/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-and-rules-know-no-framework',
      severity: 'error',
      from: { path: '^libs/(contracts|notifications|privacy|templates)/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|kafkajs)' },
    },
    {
      name: 'kafkajs-stays-in-messaging',
      comment: 'One folder to replace. Types of messages are allowed.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/messaging/|\\.spec\\.ts$' },
      to: { path: 'node_modules/kafkajs', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libraries-through-their-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^$1/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'no-unknown-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
