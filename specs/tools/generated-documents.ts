import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApiDocument } from './asyncapi-document.js';
import { DOCUMENTED_SCHEMAS, jsonSchema } from './json-schemas.js';

const SCHEMA_FOLDER = 'json-schema';

/** Text by path below `specs/`. */
export type Documents = ReadonlyMap<string, string>;

/** Every document that is made from `libs/contracts`. */
export function generatedDocuments(): Documents {
  const schemas = Object.keys(DOCUMENTED_SCHEMAS).map((name): [string, string] => [
    `${SCHEMA_FOLDER}/${name}.json`,
    asText(jsonSchema(name)),
  ]);
  return new Map([...schemas, ['asyncapi.json', asText(asyncApiDocument())]]);
}

/** @returns one line for each file that is missing, differs, or should not be there; empty when all is as generated */
export function driftOf(folder: string, documents: Documents): string[] {
  const changed = [...documents].flatMap(([path, text]) => {
    if (!existsSync(join(folder, path))) return [`${path} is missing`];
    return readFileSync(join(folder, path), 'utf8') === text ? [] : [`${path} differs`];
  });
  const extra = filesIn(join(folder, SCHEMA_FOLDER))
    .map((name) => `${SCHEMA_FOLDER}/${name}`)
    .filter((path) => !documents.has(path))
    .map((path) => `${path} is no longer generated`);
  return [...changed, ...extra];
}

export function writeDocuments(folder: string, documents: Documents): void {
  rmSync(join(folder, SCHEMA_FOLDER), { recursive: true, force: true });
  mkdirSync(join(folder, SCHEMA_FOLDER), { recursive: true });
  for (const [path, text] of documents) writeFileSync(join(folder, path), text);
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function asText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
