/**
 * `npm run check:deploy`: the image's Dockerfile, the Compose file and the rendered overlays against their schemas and our own policies. Makes a
 * virtual environment in the data folder once, and fetches schemas with Go; needs python3 with its venv module, and go.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { dataRoot, prepareFolder, projectRoot } from '../infra/data-folder.js';
import { PYTHON_MISSING, run, virtualEnvironment } from '../test/system/python.js';
import { findingsOf } from './check/findings.js';
import { readManifests } from './check/manifests.js';
import { render } from './check/render.js';
import { composeFindings, isOfOperator, operatorFindings } from './check/schemas.js';

const OVERLAYS = join(import.meta.dirname, 'kubernetes', 'overlays');

/** The oldest that has what we use, and the newest with schemas. */
const KUBERNETES = ['1.30', '1.37'];

/** @returns the exit code */
function main(): number {
  const programs = virtualEnvironment('deploy', join(import.meta.dirname, 'check', 'requirements.txt'));
  if (programs === undefined) throw new Error(PYTHON_MISSING);
  const hadolint = run(join(programs, 'hadolint'), [join(import.meta.dirname, 'Dockerfile')]);
  const areInOrder = [
    report('deploy/Dockerfile', hadolint === 0 ? [] : ['hadolint objects, see above']),
    report('docker-compose.yml', composeFindings(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'))),
    ...readdirSync(OVERLAYS).flatMap((overlay) => {
      const yaml = render(join(OVERLAYS, overlay));
      const schemas = schemaFindings(overlay, yaml, join(programs, 'kubernetes-validate'));
      return [
        report(`overlay ${overlay}, schemas`, schemas),
        report(`overlay ${overlay}, policies`, findingsOf(overlay, yaml)),
      ];
    }),
  ];
  return areInOrder.every(Boolean) ? 0 : 1;
}

function schemaFindings(overlay: string, yaml: string, validator: string): string[] {
  const resources = readManifests(yaml);
  // kubernetes-validate reads YAML 1.1, where on is true.
  const file = join(prepareFolder(join(dataRoot, 'deploy-rendered')), `${overlay}.yaml`);
  writeFileSync(
    file,
    resources
      .filter((resource) => !isOfOperator(resource))
      .map((each) => stringify(each, { version: '1.1' }))
      .join('---\n'),
  );
  const versions = KUBERNETES.flatMap((version) => ['--kubernetes-version', version]);
  const isValid = run(validator, [...versions, '--strict', '--quiet', file]) === 0;
  return [
    ...(isValid ? [] : ['kubernetes-validate objects, see above']),
    ...resources.filter(isOfOperator).flatMap(operatorFindings),
  ];
}

function report(subject: string, findings: readonly string[]): boolean {
  for (const finding of findings) console.error(`${subject}: ${finding}`);
  if (findings.length === 0) console.log(`${subject}: in order`);
  return findings.length === 0;
}

process.exitCode = main();
