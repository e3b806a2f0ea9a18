import { describe, expect, it } from '@jest/globals';
import asyncApiSpecs from '@asyncapi/specs';
import {
  ALERT_EXAMPLE,
  CUSTOMER_DATA_EXAMPLES,
  ORDER_DATA_EXAMPLES,
  TOPICS,
  encodeAlertEvent,
  encodeCustomerEvent,
  encodeOrderEvent,
} from '#contracts';
import { Ajv } from 'ajv';
import formatsPlugin from 'ajv-formats';
import { asyncApiDocument } from './asyncapi-document.js';

interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, { readonly $ref: string }>>;
}

const document = JSON.parse(JSON.stringify(asyncApiDocument())) as {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<
    Record<string, { readonly action: string; readonly channel: { readonly $ref: string } }>
  >;
};

const ajv = new Ajv({ strict: false });
formatsPlugin.default(ajv);

/** Brings draft-07 along, which must then not be known already; and repeats keywords that the strict mode complains about. */
const official = new Ajv({ strict: false, meta: false, validateSchema: false });
formatsPlugin.default(official);

/** The value that a local reference (`#/components/schemas/nudge`) points to. */
function resolve(reference: string): unknown {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], document);
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

/** Validates against a part of the document, such as the headers of a message. */
function faultsOf(reference: string, value: unknown): string {
  const validate = ajv.compile({ ...document, asyncapi: undefined, $ref: reference });
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

describe('the AsyncAPI document', () => {
  it('is valid by the official schema of AsyncAPI 3.0', () => {
    const validate = official.compile(asyncApiSpecs.schemas['3.0.0'] as object);
    expect(validate(document) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...document, operations: { lost: { action: 'publish', channel: {} } } })).toBe(false);
  });

  it('has no reference that leads nowhere', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('has every topic as a channel with messages, and an operation on each', () => {
    expect(Object.values(document.channels).map(({ address }) => address)).toEqual(
      Object.values(TOPICS).map(({ name }) => name),
    );
    for (const [name, { messages }] of Object.entries(document.channels)) {
      expect(Object.keys(messages)).not.toEqual([]);
      const operations = Object.values(document.operations).filter(
        ({ channel }) => channel.$ref === `#/channels/${name}`,
      );
      expect(operations).not.toEqual([]);
    }
  });

  it('offers both CloudEvents modes of every incoming event', () => {
    for (const channel of ['orderEvents', 'customerEvents']) {
      const names = Object.keys(document.channels[channel]?.messages ?? {});
      const binary = names.filter((name) => name.endsWith('.binary'));
      const structured = names.filter((name) => name.endsWith('.structured'));
      expect(structured).toEqual(binary.map((name) => name.replace('.binary', '.structured')));
      expect(binary.length + structured.length).toBe(names.length);
    }
  });

  it('only receives what upstream writes', () => {
    const received = Object.keys(document.operations).filter((name) =>
      /^(receive|send)(Order|Customer)Events$/.test(name),
    );
    expect(received).toEqual(['receiveOrderEvents', 'receiveCustomerEvents']);
  });

  it('describes what our own encoder writes', () => {
    const envelope = { id: 'event-1', source: '/shop', time: new Date('2026-11-25T14:05:00Z') };
    const order = encodeOrderEvent({ ...envelope, type: 'order_shipped', data: ORDER_DATA_EXAMPLES.order_shipped });
    const customer = encodeCustomerEvent({
      ...envelope,
      type: 'customer.upserted',
      data: CUSTOMER_DATA_EXAMPLES['customer.upserted'],
    });
    const written = { 'order.shipped': order, 'customer.upserted': customer };
    for (const [type, { headers, value }] of Object.entries(written)) {
      const data = JSON.parse(value) as unknown;
      const attributes = Object.entries(headers)
        .filter(([name]) => name.startsWith('ce_'))
        .map(([name, text]) => [name.replace('ce_', ''), text] as const);
      expect(faultsOf(`#/components/messages/${type}.binary/headers`, headers)).toBe('');
      expect(faultsOf(`#/components/messages/${type}.binary/payload`, data)).toBe('');
      expect(
        faultsOf(`#/components/messages/${type}.structured/payload`, { ...Object.fromEntries(attributes), data }),
      ).toBe('');
      expect(faultsOf(`#/components/messages/${type}.binary/headers`, { ...headers, ce_id: undefined })).not.toBe('');
      expect(faultsOf(`#/components/messages/${type}.structured/payload`, { data })).not.toBe('');
    }
  });

  it('describes the alerts that we write', () => {
    const { headers, value } = encodeAlertEvent(ALERT_EXAMPLE);
    const data = JSON.parse(value) as Record<string, unknown>;
    expect(faultsOf('#/components/messages/alert.raised/headers', headers)).toBe('');
    expect(faultsOf('#/components/messages/alert.resolved/headers', headers)).not.toBe('');
    expect(faultsOf('#/components/messages/alert.raised/payload', data)).toBe('');
    expect(faultsOf('#/components/messages/alert.raised/payload', { ...data, severity: 'panic' })).not.toBe('');
  });
});
