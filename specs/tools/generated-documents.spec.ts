import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Documents, driftOf, generatedDocuments, writeDocuments } from './generated-documents.js';

let documents: Documents;
let folder: string;

beforeAll(async () => {
  documents = await generatedDocuments();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generated-documents-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('generated documents', () => {
  it('are the API documents, one file for each schema, the types of the client, the layout of emails, and what is for operators', () => {
    writeDocuments(folder, documents);
    expect(readdirSync(join(folder, 'specs')).sort()).toEqual(['asyncapi.json', 'json-schema', 'openapi.json']);
    expect(readdirSync(join(folder, 'specs/json-schema'))).toHaveLength(documents.size - 11);
    expect(readdirSync(join(folder, 'libs/service-client/src'))).toEqual(['api.types.ts']);
    expect(readdirSync(join(folder, 'libs/templates/src/email'))).toEqual(['email-layout.generated.ts']);
    expect(readdirSync(join(folder, 'docs')).sort()).toEqual(['api', 'configuration.md', 'metrics.md']);
    expect(readdirSync(join(folder, 'docs/api')).sort()).toEqual(['http.html', 'topics.html']);
    expect(readdirSync(join(folder, 'deploy/prometheus'))).toEqual(['alerts.yaml']);
    expect(readdirSync(join(folder, 'deploy/kubernetes/components/monitoring'))).toEqual(['alerts.yaml']);
    expect(readdirSync(join(folder, 'deploy/grafana'))).toEqual(['order-notifications.json']);
  });

  it('have not drifted when just written, and are the same each time', async () => {
    writeDocuments(folder, documents);
    expect(driftOf(folder, await generatedDocuments())).toEqual([]);
  });

  it('have drifted when they are missing, changed or left over', () => {
    writeDocuments(folder, documents);
    rmSync(join(folder, 'specs/asyncapi.json'));
    appendFileSync(join(folder, 'specs/json-schema/nudge.json'), ' ');
    writeFileSync(join(folder, 'specs/json-schema/order.lost.json'), '{}');
    expect(driftOf(folder, documents)).toEqual([
      'specs/json-schema/nudge.json differs',
      'specs/asyncapi.json is missing',
      'specs/json-schema/order.lost.json is no longer generated',
    ]);
  });

  it('have drifted as a whole where nothing was ever written', () => {
    expect(driftOf(folder, documents)).toHaveLength(documents.size);
  });
});
