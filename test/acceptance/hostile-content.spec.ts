/** Attacks through what upstream says about an order, seen where they would hurt: in the messages as the providers and the inbox got them. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOTIFICATION_TYPES, type OrderEvent, encodeOrderEvent } from '#contracts';
import { parseDocument } from 'htmlparser2';
import type { TrackedMessage } from '../../apps/provider-sandbox/src/ledger/ledger-entries.js';
import { anOrderEvent } from '../builders/order-events.js';
import { TestSystem } from '../system/test-system.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };

/** What an attacker would have us put into a message. `%URL%` is a server of theirs. */
const ATTACKS = {
  markup: `<script src="%URL%/js"></script><img src="%URL%/img" onerror=alert(1)><iframe srcdoc="<b>">`,
  attribute: `" onmouseover="alert(1)" style="position:fixed" x='`,
  conditional: `<!--[if mso]><v:image src="%URL%/mso"/><![endif]--> ]]> <?xml version="1.0"?>`,
  css: `</style><style>@import url(%URL%/css);body{background:url(%URL%/bg)}`,
  link: `javascript:alert(document.domain)//https://shop.example.com`,
  handlebars: '{{#with "s" as |string|}}{{lookup string.sub "constructor"}}{{/with}} {{{raw}}} {{../brand}} {{7*7}}',
  templates: '${7*7} <%= 7*7 %> #{7*7} [[${7*7}]] -name- %name% {%raw%}',
  header: 'A\r\nBcc: everyone@example.com\r\nX-Evil: 1\r\n\r\n<h1>Body</h1>',
  encodedHeader: '=?UTF-8?B?DQpCY2M6IGV2aWxAZXhhbXBsZS5jb20=?= %0d%0aBcc:evil@example.com',
  separators: 'A\u2028Bcc: evil@example.com\u2029\u0085\u000b\u000cB',
  rightToLeft: 'invoice\u202Egpj.exe \u2066\u2067\u061c\u200fpay\u2069',
  control: 'A\u0000B\u0007\u001b[31mred\u0008\u007f'.replace('\u0000', ''),
} as const;

/** Controls, but for tabs and line ends, and what turns the direction of text. */
const UNPRINTABLE = /(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('N6 hostile content of an event', () => {
  let system: TestSystem;
  let lure: Server;
  const fetched: string[] = [];

  beforeAll(async () => {
    lure = createServer((request, response) => {
      fetched.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(lure, 'listening');
    system = await TestSystem.start({ DAILY_CAP: '1000' });
  }, 90_000);

  afterAll(async () => {
    await system.stop();
    lure.close();
  }, 30_000);

  const lureUrl = () => `http://127.0.0.1:${(lure.address() as AddressInfo).port}`;

  /** An event that says `text` wherever it may say anything. */
  function hostile(type: (typeof NOTIFICATION_TYPES)[number], text: string): OrderEvent {
    const said = text.replaceAll('%URL%', lureUrl());
    const short = said.slice(0, 60);
    const event = anOrderEvent(type, {
      data: {
        orderNumber: short,
        items: [{ name: said, quantity: 1, unitPrice: '1.00' }],
        payment: { amount: '1.00', method: said.slice(0, 100) },
        refund: { amount: '1.00', reason: said },
        failure: { reason: said },
        shipment: {
          id: 's-1',
          carrier: said.slice(0, 100),
          trackingNumber: said.slice(0, 100),
          trackingUrl: `${lureUrl()}/track?"onmouseover="alert(1)&<script>'`,
        },
      } as never,
    });
    const recipient = { ...event.data.recipient, name: said.slice(0, 200) };
    return { ...event, data: { ...event.data, recipient } };
  }

  /** `inbox`: what it shows. */
  async function messagesOf(event: OrderEvent): Promise<{ email: TrackedMessage; sms: TrackedMessage; inbox: string }> {
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish(event);
    const sent = { email: 'sent', sms: 'sent', in_app: 'sent' };
    const documents = await system.untilStatuses(event.data.orderId, sent);
    const messageOf = async (channel: string): Promise<TrackedMessage> => {
      const id = documents.find((document) => document.channel === channel)?.id ?? '';
      const { items } = await system.sandbox.messages({ notificationId: id });
      expect(items).toHaveLength(1);
      return items[0] as TrackedMessage;
    };
    const token = await system.token(event.data.userId);
    const answer = await system.call('GET', '/notifications/inbox', { token });
    const [entry] = ((await answer.json()) as { items: { title: string; body: string }[] }).items;
    const inbox = `${entry?.title ?? ''}\n${entry?.body ?? ''}`;
    return { email: await messageOf('email'), sms: await messageOf('sms'), inbox };
  }

  /** Every element and attribute, as a mail client would understand them. */
  function elementsOf(html: string): { name: string; attributes: Record<string, string> }[] {
    type Node = { name?: string; attribs?: Record<string, string>; children?: Node[] };
    const walk = (node: Node): { name: string; attributes: Record<string, string> }[] => [
      ...(node.name === undefined ? [] : [{ name: node.name, attributes: node.attribs ?? {} }]),
      ...(node.children ?? []).flatMap(walk),
    ];
    return walk(parseDocument(html) as unknown as Node);
  }

  const usual = new Map<string, string[]>();
  async function usualElements(type: (typeof NOTIFICATION_TYPES)[number]): Promise<string[]> {
    const known = usual.get(type) ?? namesIn((await messagesOf(hostile(type, 'harmless'))).email);
    usual.set(type, known);
    return known;
  }
  const namesIn = ({ html }: TrackedMessage) => [...new Set(elementsOf(html ?? '').map(({ name }) => name))].sort();

  const CASES = Object.entries(ATTACKS).map(([name, text], index) => {
    const type = NOTIFICATION_TYPES[index % NOTIFICATION_TYPES.length] ?? 'order_confirmed';
    return { name, text, type };
  });

  it.each(CASES)(
    'stays text: $name in $type',
    async ({ text, type }) => {
      const event = hostile(type, text);
      const { email, sms, inbox } = await messagesOf(event);

      expect(email.to).toBe(event.data.recipient?.email);
      expect(Object.keys(email.headers).sort()).toEqual(['List-Unsubscribe', 'List-Unsubscribe-Post']);
      expect(email.from).toContain('orders@shop.example.com');
      for (const line of [email.subject ?? '', sms.text ?? '', ...Object.values(email.headers)]) {
        expect(line).not.toMatch(/[\r\u2028\u2029\u0085]/);
      }
      expect(email.subject).not.toContain('\n');
      for (const shown of [email.subject, email.text, email.html, sms.text, inbox]) {
        expect(shown).not.toMatch(UNPRINTABLE);
      }

      expect(namesIn(email)).toEqual(await usualElements(type));
      for (const { name, attributes } of elementsOf(email.html ?? '')) {
        expect(['iframe', 'object', 'form', 'base']).not.toContain(name);
        // Structured data is the one that does not run.
        if (name === 'script') expect(attributes).toEqual({ type: 'application/ld+json' });
        expect(Object.keys(attributes).filter((attribute) => attribute.startsWith('on'))).toEqual([]);
        for (const link of [attributes['href'], attributes['src'], attributes['background']]) {
          if (link !== undefined) expect(link).toMatch(/^(https?:\/\/|mailto:)/);
        }
        if (name === 'img') expect(attributes['src']).not.toContain(lureUrl());
      }
    },
    60_000,
  );

  it('is no template: what is in braces is shown as it is', async () => {
    const { email } = await messagesOf(hostile('order_confirmed', 'Boots {{7*7}} {{brand}} ${7*7}'));
    expect(email.text).toContain('Boots {{7*7}} {{brand}} ${7*7}');
  }, 60_000);

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil',
  ])(
    'cannot make %s a link: the event is refused',
    async (trackingUrl) => {
      const event = anOrderEvent('order_shipped');
      const { key, value, headers } = encodeOrderEvent(event);
      const data = JSON.parse(value) as { shipment: object };
      const changed = JSON.stringify({ ...data, shipment: { ...data.shipment, trackingUrl } });
      await system.publishRaw({ key, value: changed, headers });
      const behind = anOrderEvent('payment_processed', { data: { orderId: event.data.orderId } });
      await system.publish(behind);
      await system.untilStatuses(event.data.orderId, { email: 'sent' });
      expect(new Set((await system.notificationsOf(event.data.orderId)).map(({ type }) => type))).toEqual(
        new Set(['payment_processed']),
      );
    },
    60_000,
  );

  it('is never sent with an address that pretends to lead elsewhere: each channel gives up at once, and says why', async () => {
    const event = anOrderEvent('order_shipped');
    const shipment = { ...event.data.shipment, trackingUrl: 'https://www.ups.com@evil.example/' };
    await system.setPreferences(event.data.userId, ALL_ON);
    await system.publish({ ...event, data: { ...event.data, shipment } });
    const refused = 'failed/template_error';
    const documents = await system.untilStatuses(event.data.orderId, { email: refused, sms: refused, in_app: refused });
    expect(documents.map(({ attempts }) => attempts)).toEqual([[], [], []]);
  }, 60_000);

  it.each([
    ['a line break', (address: string) => `${address}\r\nBcc: evil@example.com`],
    ['a second one', (address: string) => `${address},evil@example.com`],
    ['a name around it', (address: string) => `Evil <${address}>`],
    ['a direction control', (address: string) => `\u202e${address}`],
  ])(
    'cannot send an email elsewhere by %s in the address',
    async (_, change) => {
      const event = anOrderEvent('order_confirmed');
      const email = change(event.data.recipient?.email ?? '');
      await system.publish({ ...event, data: { ...event.data, recipient: { ...event.data.recipient, email } } });
      await system.untilStatuses(event.data.orderId, { email: 'failed/invalid_address' });
      expect((await system.sandbox.messages({ to: 'evil@example.com' })).items).toEqual([]);
    },
    60_000,
  );

  it('makes us fetch nothing: no address in an event is ever called', () => {
    expect(fetched).toEqual([]);
  });
});
