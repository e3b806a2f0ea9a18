/** The example values: the public ones of development where they belong, and nowhere else. */
import { type Environment, environmentOf, sourcesOf } from './environment.js';
import { type Resource, podsOf } from './manifests.js';

/** Names of what opens something. */
const OPENS = /KEY|SECRET|TOKEN/;

/** @returns one line for each variable that differs from `infra/development.env` */
export function developmentFindings(resources: readonly Resource[], development: Environment): string[] {
  const sources = sourcesOf(resources);
  const findings = podsOf(resources)
    .flatMap(({ spec }) => spec.containers)
    .flatMap((container) => Object.entries(environmentOf(container, sources).env))
    .filter(([name, value]) => development[name] !== undefined && development[name] !== value)
    .map(([name]) => `${name} is not as in infra/development.env`);
  return [...new Set(findings)];
}

/** @returns one line for each secret in what is meant for customers */
export function productionFindings(yaml: string, resources: readonly Resource[], development: Environment): string[] {
  const secrets = resources.filter(({ kind }) => kind === 'Secret');
  const left = Object.entries(development).filter(([name, value]) => OPENS.test(name) && yaml.includes(value));
  return [
    ...secrets.map(({ metadata }) => `Secret/${metadata.name}: its values lie in the repository`),
    ...left.map(([name]) => `holds the public ${name} of infra/development.env`),
  ];
}
