import { z } from 'zod';
import type { Route } from '../access/route-access.js';
import type { AnswerFacts, OperationFacts, ParameterFacts } from '../docs/operation-facts.js';
import { SIGNATURE_HEADER as SENDGRID_SIGNATURE, TIMESTAMP_HEADER } from './sendgrid-signature.js';
import { SIGNATURE_HEADER as TWILIO_SIGNATURE } from './twilio-signature.js';

const NOTIFICATION_ID = '0199aaaa-0000-7000-8000-000000000001';
const MESSAGE_SID = 'SM00000000000000000000000000000001';

const taken: AnswerFacts = { description: 'Stored and applied. Repeats change nothing.' };

const twilioSignature: ParameterFacts = {
  description: 'HMAC-SHA1 over the public address of this route, with its query, and the fields of the form.',
};

const form = z.record(z.string(), z.string());

export const WEBHOOK_OPERATIONS = {
  'POST /api/v2/webhooks/sendgrid': {
    id: 'takeSendgridEvents',
    tag: 'Webhooks',
    summary: 'What became of emails, as SendGrid reports it',
    description: 'Set its address and its public key in SendGrid under "Event Webhook". At most 1 MiB.',
    parameters: {
      [SENDGRID_SIGNATURE]: { description: 'ECDSA with P-256 and SHA-256 over timestamp and body: base64 of DER.' },
      [TIMESTAMP_HEADER]: { description: 'When it was signed, in Unix seconds.' },
    },
    body: {
      content: {
        'application/json': {
          schema: z.array(z.looseObject({ event: z.string(), sg_event_id: z.string(), timestamp: z.int() })),
          examples: {
            delivered: [
              {
                event: 'delivered',
                sg_event_id: 'ZGVsaXZlcmVkLTAtMQ',
                timestamp: 1_795_608_000,
                notification_id: NOTIFICATION_ID,
                notification_attempt: '1',
              },
            ],
          },
        },
      },
    },
    answers: { 204: taken },
    problems: ['invalid_signature', 'invalid_request'],
  },
  'POST /api/v2/webhooks/twilio/status': {
    id: 'takeTwilioStatus',
    tag: 'Webhooks',
    summary: 'What became of a text message, as Twilio reports it',
    description: 'Each message names this address, with the notification and the attempt it is about, when it is sent.',
    parameters: {
      [TWILIO_SIGNATURE]: twilioSignature,
      notificationId: { in: 'query', description: 'The notification.', example: NOTIFICATION_ID },
      attempt: { in: 'query', description: 'The number of the attempt.', example: '1' },
    },
    body: {
      content: {
        'application/x-www-form-urlencoded': {
          schema: form,
          examples: { delivered: { MessageSid: MESSAGE_SID, MessageStatus: 'delivered' } },
        },
      },
    },
    answers: { 204: taken },
    problems: ['invalid_signature', 'invalid_request'],
  },
  'POST /api/v2/webhooks/twilio/inbound': {
    id: 'takeTwilioMessage',
    tag: 'Webhooks',
    summary: 'A text message that somebody sent to us',
    description: [
      'Set its address in Twilio as the webhook of the number or the messaging service. STOP, START and HELP are understood in English, Spanish',
      'and French, also in short sentences. STOP suppresses the number, whoever holds it, and takes up to a second while texts are under way;',
      'START lifts that. Where `OptOutType` says that Twilio has answered already, nothing is answered.',
    ].join(' '),
    parameters: { [TWILIO_SIGNATURE]: twilioSignature },
    body: {
      content: {
        'application/x-www-form-urlencoded': {
          schema: form,
          examples: { stop: { MessageSid: MESSAGE_SID, From: '+14155550123', Body: 'STOP', OptOutType: 'STOP' } },
        },
      },
    },
    answers: {
      200: {
        description:
          'Taken. Empty: nothing is answered to the person, as for anything but STOP, START and HELP, and for a repeated STOP.',
        content: {
          'text/xml': {
            schema: z.string(),
            examples: {
              nothing: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
              answered: '<?xml version="1.0" encoding="UTF-8"?><Response><Message>…</Message></Response>',
            },
          },
        },
      },
    },
    problems: ['invalid_signature', 'invalid_request'],
  },
} as const satisfies Partial<Record<Route, OperationFacts>>;
