/** Writes the JSON Schemas and the AsyncAPI document; with `--check` only compares: lists what drifted, exit 1. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { driftOf, generatedDocuments, writeDocuments } from './generated-documents.js';

const SPECS = fileURLToPath(new URL('..', import.meta.url));
const documents = generatedDocuments();

if (process.argv.includes('--check')) {
  const drifted = driftOf(SPECS, documents);
  for (const line of drifted) console.error(`specs/${line}`);
  console.log(
    drifted.length === 0 ? 'Generated documents are up to date.' : 'Run: tsx -C source specs/tools/generate-schemas.ts',
  );
  process.exitCode = drifted.length === 0 ? 0 : 1;
} else {
  writeDocuments(SPECS, documents);
  console.log(`${documents.size} documents written.`);
}
