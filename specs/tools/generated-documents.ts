import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { format, resolveConfig } from 'prettier';
import { asyncApiDocument } from './asyncapi-document.js';
import { configurationPage, settingsCatalogue } from './configuration-page.js';
import { type AsyncApi, asyncApiPage } from './asyncapi-page.js';
import { emailLayoutModule } from './email-layout.js';
import { grafanaDashboard } from './grafana-dashboard.js';
import { DOCUMENTED_SCHEMAS, jsonSchema } from './json-schemas.js';
import { metricsCatalogue, metricsPage } from './metrics-catalogue.js';
import { type OpenApi, openApiPage } from './openapi-page.js';
import { apiDocument, apiTypes } from './openapi.js';
import { prometheusRuleResource, prometheusRulesFile } from './prometheus-rules.js';

const SCHEMA_FOLDER = 'specs/json-schema';
const API_TYPES = 'libs/service-client/src/api.types.ts';
const EMAIL_LAYOUT = 'libs/templates/src/email/email-layout.generated.ts';
const CONFIGURATION_PAGE = 'docs/configuration.md';
const ASYNCAPI_PAGE = 'docs/api/topics.html';
const OPENAPI_PAGE = 'docs/api/http.html';
const METRICS_PAGE = 'docs/metrics.md';
const PROMETHEUS_RULES = 'deploy/prometheus/alerts.yaml';
const PROMETHEUS_RULE = 'deploy/kubernetes/components/monitoring/alerts.yaml';
const GRAFANA_DASHBOARD = 'deploy/grafana/order-notifications.json';

/** Text by path from the root of the repository. */
export type Documents = ReadonlyMap<string, string>;

/** Every document that is made from the code. */
export async function generatedDocuments(): Promise<Documents> {
  const schemas = Object.keys(DOCUMENTED_SCHEMAS).map((name): [string, string] => [
    `${SCHEMA_FOLDER}/${name}.json`,
    asText(jsonSchema(name)),
  ]);
  const asyncApi = asText(asyncApiDocument());
  const openApi = JSON.stringify(await apiDocument());
  return new Map([
    ...schemas,
    ['specs/asyncapi.json', asyncApi],
    ['specs/openapi.json', await formatted(openApi, 'json')],
    // As written: what reads a file finds no undefined values in it.
    [ASYNCAPI_PAGE, asyncApiPage(JSON.parse(asyncApi) as AsyncApi)],
    [OPENAPI_PAGE, openApiPage(JSON.parse(openApi) as OpenApi)],
    [API_TYPES, await formatted(await apiTypes(JSON.parse(openApi) as OpenAPIObject), 'typescript')],
    [EMAIL_LAYOUT, await formatted(await emailLayoutModule(), 'typescript')],
    [CONFIGURATION_PAGE, await formatted(configurationPage(settingsCatalogue()), 'markdown')],
    [METRICS_PAGE, await formatted(metricsPage(await metricsCatalogue()), 'markdown')],
    [PROMETHEUS_RULES, await formatted(prometheusRulesFile(), 'yaml')],
    [PROMETHEUS_RULE, await formatted(prometheusRuleResource(), 'yaml')],
    [GRAFANA_DASHBOARD, await formatted(JSON.stringify(grafanaDashboard()), 'json')],
  ]);
}

/** @returns one line for each file that is missing, differs, or should not be there; empty when all is as generated */
export function driftOf(root: string, documents: Documents): string[] {
  const changed = [...documents].flatMap(([path, text]) => {
    if (!existsSync(join(root, path))) return [`${path} is missing`];
    return readFileSync(join(root, path), 'utf8') === text ? [] : [`${path} differs`];
  });
  const extra = filesIn(join(root, SCHEMA_FOLDER))
    .map((name) => `${SCHEMA_FOLDER}/${name}`)
    .filter((path) => !documents.has(path))
    .map((path) => `${path} is no longer generated`);
  return [...changed, ...extra];
}

export function writeDocuments(root: string, documents: Documents): void {
  rmSync(join(root, SCHEMA_FOLDER), { recursive: true, force: true });
  for (const [path, text] of documents) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function asText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** As `npm run format` would leave it. */
async function formatted(text: string, parser: 'json' | 'typescript' | 'markdown' | 'yaml'): Promise<string> {
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser });
}
