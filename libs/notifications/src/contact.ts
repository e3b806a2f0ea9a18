/** Implements F1. Addresses as people write them, and as providers take them. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';

/** A customer's contact data, opened for one send. */
export interface Contact {
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
}

type SaidContact = { readonly [K in keyof Contact]?: string | null | undefined };

const email = z.email().max(254);

/** Field by field: what the event said, else what the directory knows. */
export function mergeContact(event: SaidContact | undefined, directory: SaidContact | undefined): Contact {
  return {
    email: event?.email ?? directory?.email ?? null,
    phone: event?.phone ?? directory?.phone ?? null,
    name: event?.name ?? directory?.name ?? null,
  };
}

/** @returns the address, or null when no mail could be sent there */
export function parseEmail(text: string): string | null {
  const trimmed = text.trim();
  return email.safeParse(trimmed).success ? trimmed : null;
}

/** @returns the number in E.164, or null when it cannot exist. Numbers without a country cannot be told apart and count as invalid. */
export function parsePhone(text: string): string | null {
  const parsed = parsePhoneNumberFromString(text.trim(), { extract: false });
  return parsed?.isPossible() === true ? parsed.number : null;
}
