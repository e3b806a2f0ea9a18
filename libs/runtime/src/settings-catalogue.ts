/** Implements N6. What the settings schemas say of themselves: docs/configuration.md and `npm run config:check` read it here. */
import { z } from 'zod';
import type { SettingsGroups } from './settings.js';

/** A variable as one program reads it. */
export interface Setting {
  readonly name: string;
  /** Empty where the schema does not say. */
  readonly meaning: string;
  /** How a value is written, in words. */
  readonly syntax: string;
  /** In words; undefined: there is none. */
  readonly byDefault: string | undefined;
  /** True, or when; undefined: never. */
  readonly required: true | string | undefined;
  readonly isSecret: boolean;
}

/** In the order of the schemas. */
export function settingsOf(groups: SettingsGroups): Setting[] {
  return Object.values(groups).flatMap((group) => Object.entries(shapeOf(group)).map(toSetting));
}

function toSetting([name, schema]: [string, z.ZodType]): Setting {
  const layers = layersOf(schema);
  const meta = Object.assign({}, ...layers.map((layer) => layer.meta()).reverse()) as z.GlobalMeta;
  return {
    name,
    meaning: meta.description ?? '',
    syntax: meta.syntax ?? syntaxOf(layers),
    byDefault: meta.byDefault ?? defaultOf(layers),
    required: schema.safeParse(undefined).success ? meta.requiredIf : true,
    isSecret: meta.secret ?? false,
  };
}

/** The object under rules and transformations. @throws TypeError for a schema that reads no variables */
function shapeOf(group: z.ZodType): Readonly<Record<string, z.ZodType>> {
  const object = layersOf(group).at(-1);
  if (object instanceof z.ZodObject) return object.shape;
  throw new TypeError('A group of settings is an object of variables');
}

/** From the outside in, down to what takes the text of the environment. */
function layersOf(schema: z.ZodType): z.ZodType[] {
  const inner = innerOf(schema);
  return inner === undefined ? [schema] : [schema, ...layersOf(inner)];
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  if (schema instanceof z.ZodPipe) return schema.in as z.ZodType;
  const wraps = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wraps ? (schema.unwrap() as z.ZodType) : undefined;
}

function syntaxOf(layers: readonly z.ZodType[]): string {
  const innermost = layers.at(-1);
  if (!(innermost instanceof z.ZodEnum)) return 'text';
  return innermost.options.map((option) => `\`${option}\``).join(', ');
}

function defaultOf(layers: readonly z.ZodType[]): string | undefined {
  for (const layer of layers) {
    if (layer instanceof z.ZodDefault || layer instanceof z.ZodPrefault) return asWritten(layer.def.defaultValue);
  }
  return undefined;
}

/** As it would stand in the environment. */
function asWritten(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = String(value);
  return text === '' ? undefined : text;
}
