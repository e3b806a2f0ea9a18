import type { z } from 'zod';
import { MAIL_RULES } from './mail-send.rules.js';
import { type MailSend, MailSendSchema } from './mail-send.schema.js';
import type { MailError } from './sendgrid-answers.js';

export interface Judgement {
  /** null when not even the shape is right. */
  readonly mail: MailSend | null;
  readonly errors: readonly MailError[];
}

const HELP = 'http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#';

/** Holds a request body against SendGrid's rules, all of them at once. */
export function judgeMail(body: unknown): Judgement {
  const shape = MailSendSchema.safeParse(body, { reportInput: true });
  if (!shape.success) return { mail: null, errors: shape.error.issues.flatMap(toErrors) };
  const mail = shape.data;
  const errors = MAIL_RULES.flatMap(({ message, anchor, brokenBy }) =>
    brokenBy(mail).map((field) => ({ message, field, help: HELP + anchor })),
  );
  return { mail, errors };
}

function toErrors(issue: z.core.$ZodIssue): readonly MailError[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      message: `Additional property ${key} is not allowed`,
      field: field === '' ? key : `${field}.${key}`,
      help: null,
    }));
  }
  const message = issue.code === 'invalid_type' ? invalidType(issue.expected, issue.input) : issue.message;
  return [{ message, field, help: `${HELP}message.${String(issue.path[0] ?? '')}` }];
}

function invalidType(expected: string, input: unknown): string {
  const given = Array.isArray(input) ? 'array' : input === null ? 'null' : typeof input;
  return `Invalid type. Expected: ${expected === 'record' ? 'object' : expected}, given: ${given}.`;
}
