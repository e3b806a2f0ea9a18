import { dirname } from 'node:path';
import config from '../../jest.config.js';

const [unit] = config.projects;
const rootDir = dirname(dirname(import.meta.dirname));

/** Apart from the other projects: `npm test` asks for no browser. */
export default {
  rootDir,
  reporters: config.reporters,
  testTimeout: 60_000,
  projects: [
    {
      ...unit,
      rootDir,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
    },
  ],
};
