/** Kubernetes resources as kustomize renders them, and the pods among them. */
import { parseAllDocuments } from 'yaml';

export type Labels = Readonly<Record<string, string>>;

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec?: unknown;
  /** Of a Secret: base64. */
  readonly data?: Readonly<Record<string, string>>;
}

interface Reference {
  readonly name: string;
  readonly optional?: boolean;
}

type KeyReference = Reference & { readonly key: string };

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly configMapKeyRef?: KeyReference;
    readonly secretKeyRef?: KeyReference;
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string | number };
  readonly timeoutSeconds?: number;
}

type Amounts = Readonly<Record<string, string>>;

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly env?: readonly Variable[];
  readonly envFrom?: readonly { readonly configMapRef?: Reference; readonly secretRef?: Reference }[];
  readonly resources?: { readonly requests?: Amounts; readonly limits?: Amounts };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly unknown[];
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type?: string };
  };
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: PodSpec;
}

export interface Pod {
  /** What makes it: `Deployment/dispatcher`. */
  readonly owner: string;
  readonly name: string;
  readonly labels: Labels;
  /** Runs until it is stopped, and answers. */
  readonly isServer: boolean;
  readonly spec: PodSpec;
}

const SERVERS: readonly string[] = ['Deployment', 'StatefulSet'];

export function readManifests(yaml: string): Resource[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource) => resource !== null);
}

export function podsOf(resources: readonly Resource[]): Pod[] {
  return resources.flatMap((resource) => {
    const template = templateOf(resource);
    if (template === undefined) return [];
    const { kind, metadata } = resource;
    const labels = template.metadata?.labels ?? {};
    const owner = `${kind}/${metadata.name}`;
    return [{ owner, name: metadata.name, labels, isServer: SERVERS.includes(kind), spec: template.spec }];
  });
}

function templateOf({ kind, spec }: Resource): PodTemplate | undefined {
  if (kind === 'CronJob')
    return (spec as { jobTemplate: { spec: { template: PodTemplate } } }).jobTemplate.spec.template;
  // Whatever else makes pods has a template, too: DaemonSet, ReplicaSet.
  const { template } = (spec ?? {}) as { template?: Partial<PodTemplate> };
  return template?.spec?.containers === undefined ? undefined : (template as PodTemplate);
}

/** The kind's resources, with what the caller knows of their `spec`. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the resources say it nowhere
export function ofKind<Spec>(resources: readonly Resource[], kind: string): { name: string; spec: Spec }[] {
  return resources
    .filter((resource) => resource.kind === kind)
    .map(({ metadata, spec }) => ({ name: metadata.name, spec: spec as Spec }));
}

/** @returns whether something with these labels is selected; an empty selector selects everything */
export function selects(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}
