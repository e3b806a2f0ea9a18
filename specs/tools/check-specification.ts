/** Compares the specification with the code and the names of the tests; needs no test run. Exit 1 when they disagree. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { formatFinding, type Finding } from './finding.js';
import { readSourceFiles } from './source-files.js';
import { findingsOf } from './specification-rules.js';
import { parseSpecification, SPECIFICATION_FILE, SpecificationFormatError } from './specification.js';

function check(): Finding[] {
  try {
    const specification = parseSpecification(readFileSync(SPECIFICATION_FILE, 'utf8'));
    return findingsOf(specification, readSourceFiles('.'));
  } catch (error) {
    if (error instanceof SpecificationFormatError) return [error.finding];
    throw error;
  }
}

const findings = check();
for (const finding of findings) console.error(formatFinding(finding));
console.log(findings.length === 0 ? 'Specification and code agree.' : `${findings.length} to put right.`);
process.exitCode = findings.length === 0 ? 0 : 1;
