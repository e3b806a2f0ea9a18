/** Implements F3, F6. What a customer submits on the preference page: every choice, and the version that they saw. */
import { type Preferences, preferencesInputSchema } from '#contracts';
import { z } from 'zod';
import {
  CHOICE_NAMES,
  type ChoiceName,
  type Choices,
  SWITCH_NAMES,
  TEXT_NAMES,
  documentOf,
} from '../preferences/preference-choices.js';
import { invalidRequest } from '../problems/problem.error.js';

export interface SubmittedForm {
  /** Of the preferences that the form was made from. */
  readonly version: number;
  /** As entered: texts need not be valid. */
  readonly choices: Choices;
  /** Keyed hash of the number that the customer agrees to be texted at. */
  readonly consentsTo: Buffer | undefined;
}

const MOST_CHARACTERS = 64;

/** Of the box that stands beside texts to a number without consent; its value is the number's keyed hash. */
export const CONSENT_NAME = 'consentsTo';

const fieldsSchema = z
  .object({ version: z.string().regex(/^\d{1,9}$/), [CONSENT_NAME]: z.base64url().optional() })
  .and(z.partialRecord(z.enum(CHOICE_NAMES), z.string().max(MOST_CHARACTERS)));

/**
 * A browser leaves out a switch that is off. A form without its texts was not sent by our page.
 * @throws ProblemError invalid_request
 */
export function readForm(body: unknown): SubmittedForm {
  const fields = fieldsSchema.safeParse(onlyOurs(body));
  const missing = TEXT_NAMES.find((name) => fields.data?.[name] === undefined);
  if (!fields.success || missing !== undefined) throw invalidRequest([{ field: '', message: 'is not our form' }]);
  const { version, consentsTo, ...said } = fields.data;
  return {
    version: Number(version),
    consentsTo: consentsTo === undefined ? undefined : Buffer.from(consentsTo, 'base64url'),
    choices: Object.fromEntries<boolean | string | null>([
      ...SWITCH_NAMES.map((name) => [name, said[name] !== undefined] as const),
      ...TEXT_NAMES.map((name) => [name, said[name] === '' ? null : (said[name] ?? null)] as const),
    ]) as Choices,
  };
}

/** Whatever else a browser or its extensions send along is of no interest. */
function onlyOurs(body: unknown): Record<string, unknown> {
  const names = new Set<string>(['version', CONSENT_NAME, ...CHOICE_NAMES]);
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => names.has(name)));
}

type Preferable = { readonly preferences: Preferences } | { readonly faults: ReadonlySet<ChoiceName> };

/** @returns the preferences that these choices make, or the names of the choices that cannot be taken */
export function preferencesOf(choices: Choices, current: Preferences): Preferable {
  const result = preferencesInputSchema.safeParse(documentOf(choices, current));
  if (result.success) return { preferences: result.data };
  return { faults: new Set(result.error.issues.map(({ path }) => path.join('.') as ChoiceName)) };
}
