import { developmentSettings } from '../../infra/development-settings.js';
import { type Resource, readManifests } from './manifests.js';
import { networkFindings } from './network-policies.js';
import { developmentFindings, productionFindings } from './overlay-policies.js';
import { podFindings } from './pod-policies.js';
import { scalingFindings } from './scaling-policies.js';
import { settingsFindings } from './settings-policies.js';
import { wiringFindings } from './wiring-policies.js';

/** Every other overlay is held to be meant for customers. */
const DEVELOPMENT = 'dev';

const POLICIES: readonly ((resources: readonly Resource[]) => string[])[] = [
  podFindings,
  settingsFindings,
  scalingFindings,
  wiringFindings,
  networkFindings,
];

/** @returns one line for each policy that a rendered overlay breaks */
export function findingsOf(overlay: string, yaml: string): string[] {
  const resources = readManifests(yaml);
  const development = developmentSettings();
  const ofOverlay =
    overlay === DEVELOPMENT
      ? developmentFindings(resources, development)
      : productionFindings(yaml, resources, development);
  return [...POLICIES.flatMap((policy) => policy(resources)), ...ofOverlay];
}
