/** What customers, providers and callers do to a system in a day, the mishaps included; each to another customer. */
import { randomUUID } from 'node:crypto';
import { type NotificationType, type OrderEvent, encodeOrderEvent } from '#contracts';
import type { NotificationDocument } from '#contracts';
import { anOrderEvent } from '../../builders/order-events.js';
import { Device } from '../../integration/in-app-worker.fixture.js';
import { eventually } from '../eventually.js';
import type { TestSystem } from '../test-system.js';
import { type KnownPeople, type Person, emailOf, nameOf, phoneOf } from './known-people.js';

const ALL_ON = { channels: { email: true, sms: true, in_app: true }, quietHours: { enabled: false } };

export class EventfulDay {
  constructor(
    private readonly system: TestSystem,
    private readonly people: KnownPeople,
  ) {}

  /** @returns ids that are no secret, and therefore prove that a place was read */
  async live(): Promise<{ orderId: string; userId: string }> {
    const everything = await this.everythingArrives();
    await Promise.all([
      this.providersComplain(),
      this.providersFail(),
      this.addressesAreWrong(),
      this.eventsAreRejected(),
      this.customersObject(),
      this.textsWaitForTheMorning(),
      this.callersMakeMistakes(),
      this.customersAreErased(),
    ]);
    return everything;
  }

  private async everythingArrives(): Promise<{ orderId: string; userId: string }> {
    const person = await this.customer();
    await this.system.sandbox.setLives(emailOf(person), {
      steps: [{ events: [{ event: 'delivered' }, { event: 'open' }, { event: 'click' }] }],
      repeat: true,
    });
    await this.system.sandbox.setLives(phoneOf(person), {
      steps: [{ events: [{ event: 'sent' }, { event: 'delivered' }] }],
      repeat: true,
    });
    const device = new Device(this.system.urls.stream, { token: await this.system.token(person.userId) });
    await device.connected();
    const event = await this.arrives(person, 'order_shipped');
    for (const type of ['order_confirmed', 'payment_processed', 'delivery_failed', 'refund_initiated'] as const) {
      await this.arrives(person, type);
    }
    await device.untilReceived(1);
    device.disconnect();
    await this.call('GET', '/notifications/inbox', { as: person.userId });
    return { orderId: event.data.orderId, userId: person.userId };
  }

  /** In words that quote addresses. */
  private async providersComplain(): Promise<void> {
    const bounced = await this.customer();
    const reason = `550 5.1.1 <${emailOf(bounced)}> (${nameOf(bounced)}) does not exist`;
    await this.system.sandbox.setLives(emailOf(bounced), {
      steps: [
        {
          events: [
            { event: 'deferred', response: reason },
            { event: 'bounce', reason },
          ],
          beforeAnswer: true,
        },
      ],
    });
    await this.shipped(bounced, { email: 'failed/bounced' });
    await this.shipped(bounced, { email: 'suppressed/suppression_list' });

    const reporter = await this.customer();
    await this.system.sandbox.setLives(emailOf(reporter), { steps: [{ events: [{ event: 'spamreport' }] }] });
    await this.shipped(reporter, {});

    const rejected = await this.customer();
    await this.system.sandbox.setFaults(emailOf(rejected), {
      steps: [{ kind: 'rejected', message: `${emailOf(rejected)} for ${nameOf(rejected)} is not a valid address` }],
    });
    await this.system.sandbox.setFaults(phoneOf(rejected), {
      steps: [{ kind: 'rejected', code: 21211, message: `The 'To' number ${phoneOf(rejected)} is not valid` }],
    });
    await this.shipped(rejected, { email: 'failed/provider_rejected', sms: 'failed/provider_rejected' });
  }

  private async providersFail(): Promise<void> {
    const unlucky = await this.customer();
    const broken = { steps: Array.from({ length: 4 }, () => ({ kind: 'status' as const, status: 500, html: true })) };
    await this.system.sandbox.setFaults(emailOf(unlucky), broken);
    await this.system.sandbox.setFaults(phoneOf(unlucky), {
      steps: [{ kind: 'reset' }, { kind: 'rate_limited', resetAfterSeconds: 1 }],
    });
    const { orderId } = (await this.shipped(unlucky, { email: 'failed/retries_exhausted', sms: 'sent' })).data;
    const email = (await this.system.notificationsOf(orderId)).find(({ channel }) => channel === 'email');
    await this.call('GET', `/notifications/dead-letters/${email?.id ?? ''}`, { scope: 'ops' });
    await this.call('POST', `/notifications/dead-letters/${email?.id ?? ''}/replay`, { scope: 'ops', status: 202 });
    await this.untilNotified(orderId, { email: 'sent' });

    const unheard = await this.customer();
    await this.system.sandbox.setFaults(emailOf(unheard), { steps: [{ kind: 'answer_lost' }] });
    await this.system.sandbox.setLives(emailOf(unheard), {
      steps: [{ events: [{ event: 'delivered' }], beforeAnswer: true }],
    });
    await this.shipped(unheard, { email: 'delivered' });
  }

  private async addressesAreWrong(): Promise<void> {
    const person = await this.customer();
    const recipient = { email: `${person.mailbox} at ${person.mailHost}`, phone: `tel ${nameOf(person)}` };
    const event = this.event(person, 'order_shipped', { ...contactOf(person), ...recipient });
    await this.system.publish(event);
    await this.system.untilStatuses(event.data.orderId, {
      email: 'failed/invalid_address',
      sms: 'failed/invalid_address',
    });
  }

  private async eventsAreRejected(): Promise<void> {
    const person = this.people.next();
    const valid = encodeOrderEvent(this.event(person, 'order_shipped'));
    const data = JSON.parse(valid.value) as Record<string, unknown>;
    const values = [
      `{"name":"${nameOf(person)}","email":"${emailOf(person)}`,
      { ...data, shipment: { carrier: nameOf(person) } },
      { ...data, currency: emailOf(person) },
      { ...data, total: phoneOf(person), items: nameOf(person) },
      { ...data, shipment: { carrier: 'UPS', trackingNumber: person.trackingNumber, trackingUrl: person.remark } },
    ].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    for (const value of values) await this.system.publishRaw({ ...valid, value });
    const behind = this.event(person, 'order_confirmed');
    await this.system.publish({ ...behind, data: { ...behind.data, orderId: valid.key } });
    await this.untilNotified(valid.key, { email: 'sent' });
    const list = await this.call('GET', '/notifications/dead-letters?limit=100', { scope: 'ops' });
    const { items } = JSON.parse(list) as { items: { id: string; kind: string }[] };
    const letter = items.find(({ kind }) => kind !== 'notification');
    await this.call('POST', `/notifications/dead-letters/${letter?.id ?? ''}/replay`, { scope: 'ops', status: 202 });
  }

  private async customersObject(): Promise<void> {
    const texter = await this.customer();
    await this.shipped(texter, { sms: 'sent' });
    const from = phoneOf(texter);
    await this.system.sandbox.text(from, `This is ${nameOf(texter)} of ${emailOf(texter)}: ${texter.remark}`);
    await this.system.sandbox.text(from, 'STOP');
    await this.shipped(texter, { sms: 'suppressed/suppression_list' });
    await this.system.sandbox.text(from, 'START');
    for (const [channel, address] of [['email', emailOf(texter)] as const, ['sms', from] as const]) {
      const body = { channel, address };
      await this.call('POST', '/notifications/suppressions/search', { scope: 'support', body });
    }

    const reader = await this.customer();
    await this.shipped(reader, { email: 'sent' });
    const [mail] = (await this.system.sandbox.messages({ to: emailOf(reader) })).items;
    const link = /<(?<url>[^>]+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.groups?.['url'] ?? '';
    await (await fetch(link)).text();
    await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    for (const page of mail?.text?.match(/https?:\/\/\S+\/preferences\/\S+/g) ?? []) await (await fetch(page)).text();
    await this.shipped(reader, { email: 'suppressed/channel_off' });
  }

  private async textsWaitForTheMorning(): Promise<void> {
    const sleeper = await this.customer();
    const quietHours = { enabled: true, start: '00:00', end: '23:59' };
    await this.system.setPreferences(sleeper.userId, { ...ALL_ON, quietHours, timeZone: 'Etc/UTC' });
    await this.shipped(sleeper, { sms: 'pending/quiet_hours' });
  }

  /** What is refused is not to be quoted anywhere, whoever put it where it does not belong. */
  private async callersMakeMistakes(): Promise<void> {
    const person = this.people.next();
    const everything = { ...contactOf(person), tracking: person.trackingNumber, remark: person.remark };
    const email = encodeURIComponent(emailOf(person));
    const refused = [422, 404, 400, 403];
    const body = { type: 'order.shipped', data: everything };
    const headers = {
      'idempotency-key': randomUUID(),
      'x-request-id': emailOf(person),
      referer: `https://a.test/${email}`,
    };
    await this.call('POST', '/notifications', { scope: 'service', body, headers, status: refused });
    await this.call('PUT', `/notifications/recipients/${person.userId}`, {
      scope: 'service',
      body: { ...contactOf(person), name: { first: person.firstName }, [emailOf(person)]: 1, country: nameOf(person) },
      status: refused,
    });
    await this.call('GET', `/notifications?email=${email}`, { scope: 'support', status: refused });
    await this.call('GET', `/notifications/${email}`, { scope: 'support', status: refused });
    await this.call('GET', `/nowhere/${email}?phone=${person.number}`, { scope: 'support', status: refused });
    await this.call('PUT', '/notifications/preferences', { as: person.userId, body: everything, status: refused });
    await this.call('POST', '/webhooks/sendgrid', { body: [everything], status: refused });
    await this.call('POST', `/webhooks/twilio/status?to=${email}`, { body: everything, status: refused });
  }

  private async customersAreErased(): Promise<void> {
    const called = await this.customer();
    await this.shipped(called, { email: 'sent' });
    const recipient = `/notifications/recipients/${called.userId}`;
    await this.call('GET', `${recipient}/export`, { scope: 'service' });
    await this.call('DELETE', recipient, { scope: 'service', status: 202 });
    await this.shipped(called, { email: 'suppressed/erased' });

    const deleted = await this.customer();
    const waiting = { steps: Array.from({ length: 4 }, () => ({ kind: 'status' as const, status: 500 })) };
    await this.system.sandbox.setFaults(emailOf(deleted), waiting);
    await this.shipped(deleted, { sms: 'sent' });
    const { userId } = deleted;
    await this.system.publishCustomer({
      type: 'customer.deleted',
      id: randomUUID(),
      time: new Date(),
      data: { userId },
    });
    await eventually(async () => {
      await this.call('GET', `/notifications/recipients/${userId}`, { scope: 'service', status: 404 });
    });
  }

  /** Somebody the directory knows, by both ways into it, who wants everything. */
  private async customer(): Promise<Person> {
    const person = this.people.next();
    const { userId } = person;
    const { timeZone, ...contact } = contactOf(person);
    await this.call('PUT', `/notifications/recipients/${userId}`, { scope: 'service', body: { ...contact, timeZone } });
    const data = { userId, ...contact };
    await this.system.publishCustomer({ type: 'customer.upserted', id: randomUUID(), time: new Date(), data });
    await this.system.setPreferences(userId, ALL_ON);
    return person;
  }

  private async shipped(person: Person, expected: Record<string, string>): Promise<OrderEvent> {
    const event = this.event(person, 'order_shipped');
    await this.system.publish(event);
    await this.untilNotified(event.data.orderId, expected);
    return event;
  }

  private async arrives(person: Person, type: NotificationType): Promise<OrderEvent> {
    const event = this.event(person, type);
    await this.system.publish(event);
    await this.untilNotified(event.data.orderId, { email: 'delivered', sms: 'delivered', in_app: 'sent' });
    return event;
  }

  /** Webhooks may already have said more than `sent`. */
  private async untilNotified(orderId: string, expected: Record<string, string>): Promise<NotificationDocument[]> {
    return eventually(async () => {
      const documents = await this.system.notificationsOf(orderId);
      for (const [channel, status] of Object.entries(expected)) {
        const document = documents.find((candidate) => candidate.channel === channel);
        const actual = document && [document.status, document.reason].filter((word) => word !== null).join('/');
        const accepted = status === 'sent' ? ['sent', 'delivered'] : [status];
        if (!accepted.includes(actual ?? '')) {
          throw new Error(`${channel} of ${orderId} is ${actual ?? 'not there'}, not ${status}`);
        }
      }
      return documents;
    }, 60_000);
  }

  private event<T extends NotificationType>(person: Person, type: T, recipient = contactOf(person)): OrderEvent<T> {
    const { userId, item, card, remark, trackingNumber } = person;
    const trackingUrl = `https://track.example/${trackingNumber}`;
    const data = {
      userId,
      recipient,
      items: [{ name: item, quantity: 1, unitPrice: '1.00' }],
      shipment: { id: randomUUID(), carrier: 'UPS', trackingNumber, trackingUrl },
      payment: { amount: '1.00', method: card },
      refund: { amount: '1.00', reason: remark },
      failure: { reason: remark },
    };
    return anOrderEvent(type, { data: data as never });
  }

  /** @returns the answer's text */
  private async call(method: string, path: string, options: CallOptions = {}): Promise<string> {
    const { as = 'somebody', scope, body, headers, status = [200, 204] } = options;
    const token = await this.system.token(as, scope === undefined ? undefined : `notifications:${scope}`);
    const answer = await this.system.call(method, path, { token, body, ...(headers === undefined ? {} : { headers }) });
    const text = await answer.text();
    if (![status].flat().includes(answer.status)) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text;
  }
}

interface CallOptions {
  readonly as?: string;
  readonly scope?: 'service' | 'support' | 'ops';
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** What is expected. Default: success. */
  readonly status?: number | readonly number[];
}

const contactOf = (person: Person) => ({
  email: emailOf(person),
  phone: phoneOf(person),
  name: nameOf(person),
  language: 'en',
  timeZone: 'America/Los_Angeles',
});
