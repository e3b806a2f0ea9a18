/** Three projects, so that a unit test never waits for a broker. `npm test` starts the services the others need. */
const base = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // As upstream's examples name it.
    '^@order-notifications/contracts$': '<rootDir>/libs/contracts/src/index.ts',
    // Its ES modules import JSON in a way that Jest warns about.
    '^libphonenumber-js$': '<rootDir>/node_modules/libphonenumber-js/index.cjs',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  // On a busy machine five seconds are little for whoever starts an app.
  testTimeout: 30_000,
  // A worker keeps the modules of every file it has run: with all of them it would do little else than collect garbage.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/test/criteria-reporter.js'],
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,bench,deploy,libs,infra,specs,test/chaos,test/docs,test/upgrade}/**/*.spec.ts'],
    },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.spec.ts'] },
    { ...base, displayName: 'acceptance', testMatch: ['<rootDir>/test/acceptance/**/*.spec.ts'] },
  ],
};
