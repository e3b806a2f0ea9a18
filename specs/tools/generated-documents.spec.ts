import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { driftOf, generatedDocuments, writeDocuments } from './generated-documents.js';

const documents = generatedDocuments();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'generated-documents-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('generated documents', () => {
  it('are the AsyncAPI document and one file for each schema', () => {
    writeDocuments(folder, documents);
    expect(readdirSync(folder).sort()).toEqual(['asyncapi.json', 'json-schema']);
    expect(readdirSync(join(folder, 'json-schema'))).toHaveLength(documents.size - 1);
  });

  it('have not drifted when just written, and are the same each time', () => {
    writeDocuments(folder, documents);
    expect(driftOf(folder, generatedDocuments())).toEqual([]);
  });

  it('have drifted when they are missing, changed or left over', () => {
    writeDocuments(folder, documents);
    rmSync(join(folder, 'asyncapi.json'));
    appendFileSync(join(folder, 'json-schema/nudge.json'), ' ');
    writeFileSync(join(folder, 'json-schema/order.lost.json'), '{}');
    expect(driftOf(folder, documents)).toEqual([
      'json-schema/nudge.json differs',
      'asyncapi.json is missing',
      'json-schema/order.lost.json is no longer generated',
    ]);
  });

  it('have drifted as a whole where nothing was ever written', () => {
    expect(driftOf(folder, documents)).toHaveLength(documents.size);
  });
});
