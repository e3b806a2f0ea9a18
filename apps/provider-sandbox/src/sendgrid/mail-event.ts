import { randomBytes } from 'node:crypto';
import type { TrackedMessage } from '../ledger/ledger-entries.js';
import type { Happening, MailEvent } from '../lives/happening.js';
import { USER_AGENTS } from '../readers/user-agents.js';

type Fields = Readonly<Record<string, unknown>>;
type NameOf = MailEvent['event'];
type EventNamed<N extends NameOf> = MailEvent & { readonly event: N };

const PERSON = { ip: '203.0.113.7', useragent: USER_AGENTS.person } as const;
const MACHINE = { ip: '17.58.0.7', useragent: USER_AGENTS.machine } as const;
const SERVER_IP = '198.51.100.7';
const NOTHING_MORE = () => ({});

/** What an event tells besides what every event does. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
const DETAILS: { readonly [N in NameOf]: (event: EventNamed<N>, message: TrackedMessage) => Fields } = {
  processed: NOTHING_MORE,
  dropped: ({ reason }) => ({ reason, status: '5.0.0' }),
  deferred: ({ response }) => ({ response, attempt: '1', ip: SERVER_IP, tls: 1 }),
  delivered: () => ({ response: '250 2.0.0 OK', ip: SERVER_IP, tls: 1 }),
  bounce: ({ type, reason }) => ({
    type,
    reason,
    status: /\b\d\.\d\.\d+\b/.exec(reason)?.[0] ?? '5.0.0',
    bounce_classification: type === 'bounce' ? 'Invalid Address' : 'Content',
    ip: SERVER_IP,
    tls: 1,
  }),
  open: ({ machine }) => ({ ...(machine ? MACHINE : PERSON), sg_content_type: 'html', sg_machine_open: machine }),
  click: ({ url }, message) => ({
    ...PERSON,
    url: url ?? firstLinkOf(message),
    url_offset: { index: 0, type: 'html' },
    sg_content_type: 'html',
  }),
  spamreport: NOTHING_MORE,
  unsubscribe: NOTHING_MORE,
  group_unsubscribe: ({ groupId }) => ({ ...PERSON, asm_group_id: groupId }),
  group_resubscribe: ({ groupId }) => ({ ...PERSON, asm_group_id: groupId }),
  account_status_change: () => ({ type: 'compliance_suspend' }),
};

/** An event as the Event Webhook tells it: custom arguments at the top level, where SendGrid's own names win over equal ones. */
export function toMailEventJson({ message, event, at }: Happening<MailEvent>): Fields {
  return {
    ...(hasLostItsIds(event) ? {} : idsOf(message)),
    ...(event.event === 'account_status_change' ? {} : { email: message.to }),
    ...detailsOf(event, message),
    event: event.event,
    timestamp: Math.floor(at.getTime() / 1_000),
    sg_event_id: randomBytes(24).toString('base64url'),
  };
}

const hasLostItsIds = (event: MailEvent) =>
  event.event === 'account_status_change' || (event.event === 'bounce' && event.withoutIds);

/** Older than `X-Message-Id` is the id of the mail servers, which begins with it. */
function idsOf({ providerMessageId, customArgs, categories }: TrackedMessage): Fields {
  return {
    ...customArgs,
    ...(categories.length === 0 ? {} : { category: categories }),
    sg_message_id: `${providerMessageId}.recvd-sandbox-1-0`,
    'smtp-id': `<${providerMessageId}@geopod-ismtpd-sandbox>`,
  };
}

function detailsOf<N extends NameOf>(event: EventNamed<N>, message: TrackedMessage): Fields {
  return DETAILS[event.event](event, message);
}

/** SendGrid leaves alone, and hears nothing of, a link that says so. */
const LINK = /<a\s(?![^>]*clicktracking="?off)[^>]*href="(https?:\/\/[^"]+)"/i;

function firstLinkOf({ html }: TrackedMessage): string {
  return LINK.exec(html ?? '')?.[1]?.replaceAll('&amp;', '&') ?? 'https://example.com/';
}
