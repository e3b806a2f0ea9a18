/** Schemas that projects publish in their Go modules: of Compose files, and of the resources that operators bring. */
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Resource } from './manifests.js';

const COMPOSE = { module: 'github.com/compose-spec/compose-go/v2@v2.16.2', file: 'schema/compose-spec.json' };

/** By group of the API; files are called group_plural.yaml. */
const OPERATORS: Readonly<Record<string, { readonly module: string; readonly folder: string }>> = {
  'keda.sh': { module: 'github.com/kedacore/keda/v2@v2.21.0', folder: 'config/crd/bases' },
  'monitoring.coreos.com': {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    folder: 'example/prometheus-operator-crd',
  },
  'external-secrets.io': {
    module: 'github.com/external-secrets/external-secrets@v1.3.2',
    folder: 'config/crds/bases',
  },
};

/** As to the schemas themselves. */
const LENIENT = { allErrors: true, strict: false, validateFormats: false } as const;

/** Patterns are Go's, which may begin with a flag. */
const goPattern = Object.assign(
  (pattern: string, flags: string) =>
    pattern.includes('(?i)') ? new RegExp(pattern.replace('(?i)', ''), `${flags}i`) : new RegExp(pattern, flags),
  { code: 'new RegExp' },
);

interface Definition {
  readonly spec: {
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

interface Schema {
  readonly [keyword: string]: unknown;
}

/** @returns whether an operator brings the kind, and Kubernetes itself has no schema of it */
export function isOfOperator({ apiVersion }: Resource): boolean {
  return groupOf(apiVersion) in OPERATORS;
}

/** @returns one line for each fault */
export function composeFindings(yaml: string): string[] {
  const schema = JSON.parse(readFileSync(join(moduleFolder(COMPOSE.module), COMPOSE.file), 'utf8')) as Schema;
  const validate = new Ajv2020(LENIENT).compile(schema);
  return validate(parse(yaml, { merge: true })) ? [] : faultsOf(validate.errors);
}

/** @returns one line for each fault */
export function operatorFindings(resource: Resource): string[] {
  const { apiVersion, kind, metadata } = resource;
  const [group = '', version] = apiVersion.split('/');
  const operator = OPERATORS[group];
  const file = operator && join(moduleFolder(operator.module), operator.folder, `${group}_${kind.toLowerCase()}s.yaml`);
  if (file === undefined || !existsSync(file)) return [`${kind}/${metadata.name}: no schema for ${apiVersion}`];
  const definition = parse(readFileSync(file, 'utf8')) as Definition;
  const schema = definition.spec.versions.find(({ name }) => name === version)?.schema.openAPIV3Schema;
  if (schema === undefined) return [`${kind}/${metadata.name}: no version ${apiVersion}`];
  const validate = new Ajv({ ...LENIENT, code: { regExp: goPattern } }).compile(closed(schema));
  return validate(resource) ? [] : faultsOf(validate.errors).map((fault) => `${kind}/${metadata.name}: ${fault}`);
}

/** Kubernetes drops fields that a definition does not name, without a word. Here they are faults. */
export function closed(schema: Schema): Schema {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === 'properties') return [keyword, mapValues(value as Record<string, Schema>, closed)];
    if (keyword === 'items' || (keyword === 'additionalProperties' && typeof value === 'object')) {
      return [keyword, closed(value as Schema)];
    }
    return [keyword, value];
  });
  const isOpen =
    !('properties' in schema) ||
    'additionalProperties' in schema ||
    schema['x-kubernetes-preserve-unknown-fields'] === true;
  return Object.fromEntries(isOpen ? entries : [...entries, ['additionalProperties', false]]);
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

const groupOf = (apiVersion: string) => apiVersion.split('/')[0] ?? '';

function faultsOf(
  errors: readonly { instancePath: string; message?: string; params: object }[] | null | undefined,
): string[] {
  return (errors ?? []).map(
    ({ instancePath, message = 'is wrong', params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}

/** Fetches a Go module into Go's own cache, and builds nothing. */
function moduleFolder(module: string): string {
  const { status, stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${module} cannot be fetched with Go: ${stdout || stderr || 'is it installed?'}`);
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}
