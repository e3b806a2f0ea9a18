import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AppDefinition, RuntimeModule } from '#runtime';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ProviderSandboxModule } from './provider-sandbox.module.js';
import { loadProviderSandboxSettings, type ProviderSandboxSettings } from './provider-sandbox.settings.js';

/** SendGrid takes messages up to this size. */
const MAX_MAIL = '30mb';
const MAX_FORM = '256kb';

export const providerSandbox: AppDefinition<ProviderSandboxSettings> = {
  loadSettings: loadProviderSandboxSettings,
  createModule: ({ process, credentials, webhooks }, overrides) => ({
    ...ProviderSandboxModule.with(credentials, { ...webhooks, target: process.appUrl }),
    imports: [RuntimeModule.forApp({ ...overrides, app: 'provider-sandbox', logLevel: process.logLevel })],
  }),
  configure: (app: NestExpressApplication) => {
    app.disable('x-powered-by').disable('etag');
    app.useBodyParser('json', { limit: MAX_MAIL });
    app.useBodyParser('urlencoded', { limit: MAX_FORM, extended: false });
    app.useStaticAssets(pageFolder());
  },
  port: (settings) => settings.process.port,
};

/** The page is not compiled: it stays in the sources, which lie above this file both in `src` and in `dist`. */
function pageFolder(from = import.meta.dirname): string {
  const folder = join(from, 'apps/provider-sandbox/public');
  if (existsSync(folder)) return folder;
  if (from === dirname(from)) throw new Error('apps/provider-sandbox/public is missing');
  return pageFolder(dirname(from));
}
