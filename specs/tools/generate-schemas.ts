/** Writes everything that is made from the code: schemas, API documents, types of the client. With `--check`: lists what drifted, exit 1. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { driftOf, generatedDocuments, writeDocuments } from './generated-documents.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const documents = await generatedDocuments();

if (process.argv.includes('--check')) {
  const drifted = driftOf(ROOT, documents);
  for (const line of drifted) console.error(line);
  console.log(drifted.length === 0 ? 'Generated documents are up to date.' : 'Run: npm run generate');
  process.exitCode = drifted.length === 0 ? 0 : 1;
} else {
  writeDocuments(ROOT, documents);
  console.log(`${documents.size} documents written.`);
}
