import { z } from 'zod';

/**
 * Shape of `POST /v3/mail/send`: types and known fields. What SendGrid words on its own is left to the rules, so absent required
 * parts become empty ones. Fields that SendGrid knows and this sandbox does not simulate are refused like unknown ones,
 * rather than ignored.
 */
const EmailAddress = z.strictObject({ email: z.string().default(''), name: z.string().optional() });
const TextByName = z.record(z.string(), z.string());

const Personalization = z.strictObject({
  to: z.array(EmailAddress).default([]),
  cc: z.array(EmailAddress).default([]),
  bcc: z.array(EmailAddress).default([]),
  subject: z.string().optional(),
  headers: TextByName.default({}),
  custom_args: TextByName.default({}),
});

const TrackingSettings = z.strictObject({
  click_tracking: z.strictObject({ enable: z.boolean(), enable_text: z.boolean().optional() }).optional(),
  open_tracking: z.strictObject({ enable: z.boolean(), substitution_tag: z.string().optional() }).optional(),
  subscription_tracking: z
    .strictObject({
      enable: z.boolean(),
      text: z.string().optional(),
      html: z.string().optional(),
      substitution_tag: z.string().optional(),
    })
    .optional(),
});

const MailSettings = z.strictObject({ sandbox_mode: z.strictObject({ enable: z.boolean() }).optional() });

export const MailSendSchema = z.strictObject({
  personalizations: z.array(Personalization).default([]),
  from: EmailAddress.default({ email: '' }),
  reply_to: EmailAddress.optional(),
  subject: z.string().optional(),
  content: z.array(z.strictObject({ type: z.string().default(''), value: z.string().default('') })).default([]),
  headers: TextByName.default({}),
  categories: z.array(z.string()).default([]),
  custom_args: TextByName.default({}),
  mail_settings: MailSettings.optional(),
  tracking_settings: TrackingSettings.optional(),
});

export type MailSend = z.output<typeof MailSendSchema>;
export type Personalization = MailSend['personalizations'][number];

/** Everyone who gets the message: what SendGrid counts and reports on one by one. */
export const recipientsOf = ({ to, cc, bcc }: Personalization) => [...to, ...cc, ...bcc];
