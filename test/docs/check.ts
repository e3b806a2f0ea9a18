/** `npm run check:docs`: links, paths and commands of all Markdown files. Runs nothing; `npm run test:docs` runs the commands. Exit 1 on a fault. */
import process from 'node:process';
import { projectRoot } from '../../infra/data-folder.js';
import { formatFinding } from '../../specs/tools/finding.js';
import { findingsOf } from './document-rules.js';
import { readRepository } from './repository.js';

const repository = readRepository(projectRoot);
const findings = findingsOf(repository);
for (const finding of findings) console.error(formatFinding(finding));
const verdict = findings.length === 0 ? 'links, paths and commands are in order' : `${findings.length} to put right`;
console.log(`${repository.documents.length} documents: ${verdict}.`);
process.exitCode = findings.length === 0 ? 0 : 1;
