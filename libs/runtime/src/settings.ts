/** Implements N6. The only place that reads the environment. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

declare module 'zod' {
  /** What docs/configuration.md says of a variable beside its `description`, which every one has. */
  interface GlobalMeta {
    /** How a value is written, in words. */
    syntax?: string;
    /** In words, where the schema cannot tell. */
    byDefault?: string;
    /** When an optional one is required all the same. */
    requiredIf?: string;
    /** Belongs into a store of secrets, and from there into a file. */
    secret?: boolean;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
/** Named schemas, each picking its variables from the environment. */
export type SettingsGroups = Readonly<Record<string, z.ZodType>>;
type Settings<T extends SettingsGroups> = { readonly [K in keyof T]: z.output<T[K]> };

/** The environment cannot be used. `faults` names every fault, one line each; values are never quoted. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalid_settings';

  constructor(readonly faults: readonly string[]) {
    super(`Invalid settings:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Reads every group of settings from the environment. An empty variable counts as absent; `<NAME>_FILE` names a file holding the value, and
 * wins over `<NAME>`.
 * @param groups named schemas, each picking its variables from the environment
 * @throws SettingsError with the faults of all groups at once
 */
export function loadSettings<T extends SettingsGroups>(groups: T, env: Environment = process.env): Settings<T> {
  const faults: string[] = [];
  const values = withFiles(env, faults);
  const settings: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(groups)) {
    const result = schema.safeParse(values);
    if (result.success) settings[name] = deepFreeze(result.data);
    else faults.push(...result.error.issues.map((issue) => `${issue.path.join('.') || name}: ${issue.message}`));
  }
  if (faults.length > 0) throw new SettingsError([...new Set(faults)]);
  return Object.freeze(settings) as Settings<T>;
}

/** What came of reading an environment that may be wrong. */
export interface SettingsTrial {
  /** Undefined where there are faults. */
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  readonly faults: readonly string[];
  /** Variables that no schema of the groups has asked for. */
  readonly unread: readonly string[];
}

/** As `loadSettings`, for whoever wants to know rather than to start. */
export function tryOutSettings(groups: SettingsGroups, env: Environment = process.env): SettingsTrial {
  const unread = new Set(Object.keys(env));
  const watched = {};
  for (const [name, value] of Object.entries(env)) {
    const get = () => {
      unread.delete(name);
      return value;
    };
    Object.defineProperty(watched, name, { enumerable: true, get });
  }
  try {
    const settings = loadSettings(groups, watched);
    return { settings, faults: [], unread: [...unread] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { settings: undefined, faults: error.faults, unread: [...unread] };
  }
}

/** A file is only read for a variable that a schema asks for: other programs have settings that end in `_FILE` too. */
function withFiles(env: Environment, faults: string[]): Environment {
  const names = new Set(Object.keys(env).map((name) => name.replace(/_FILE$/, '')));
  const values = {};
  for (const name of names) {
    Object.defineProperty(values, name, { enumerable: true, get: () => valueOf(name, env, faults) });
  }
  return values;
}

function valueOf(name: string, env: Environment, faults: string[]): string | undefined {
  const file = presence(env[`${name}_FILE`]);
  return file === undefined ? presence(env[name]) : presence(readSecret(`${name}_FILE`, file, faults));
}

function readSecret(name: string, path: string, faults: string[]): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    faults.push(`${name}: cannot read the file (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    return undefined;
  }
}

const presence = (value: string | undefined) => (value?.trim() === '' ? undefined : value);

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration such as `500ms`, `60s`, `15m`, `72h`; parsed to milliseconds. */
export const duration = () =>
  z
    .string()
    .regex(/^\d+(ms|s|m|h|d)$/, 'must be a duration such as "60s", "15m" or "72h"')
    .transform((value) => {
      const [, amount, unit] = /^(\d+)(\D+)$/.exec(value) ?? [];
      return Number(amount) * UNITS[unit as keyof typeof UNITS];
    })
    .meta({ syntax: 'duration such as `500ms`, `60s`, `15m`, `72h`' });

/** Durations separated by commas, in milliseconds. */
export const durations = () =>
  z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(duration()).min(1))
    .meta({ syntax: 'durations separated by commas' });

/** `true`/`false`, `on`/`off`, `1`/`0`. */
export const flag = () =>
  z.stringbool({ truthy: ['true', 'on', '1'], falsy: ['false', 'off', '0'] }).meta({ syntax: '`on` or `off`' });

/** A whole number within bounds. */
export const integer = (min: number, max: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(min)
    .max(max)
    .meta({ syntax: `whole number, ${min} to ${max.toLocaleString('en')}` });

/** An http(s) address, without a slash at its end. */
export const baseUrl = () =>
  z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .transform((url) => url.replace(/\/+$/, ''))
    .meta({ syntax: 'http(s) address' });

/** Values separated by commas; none when it is absent. */
export const list = () =>
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .meta({ syntax: 'list separated by commas' });

/** Web sites, such as `https://shop.example.com`, separated by commas; none when it is absent. */
export const origins = () =>
  list()
    .refine((values) => values.every(isOrigin), 'must be origins such as "https://shop.example.com"')
    .meta({ syntax: 'origins such as `https://shop.example.com`, separated by commas' });

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:\/\//.test(value) && new URL(value).origin === value;
}

/** A variable that must be there. */
export const required = () => z.string('is required').min(1, 'is required');

/** `when` of a rule between variables: asked also when single ones are at fault, so that every fault is named at once. */
export const always = () => true;
