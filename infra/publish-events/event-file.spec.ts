import { describe, expect, it } from '@jest/globals';
import { ORDER_DATA_EXAMPLES } from '#contracts';
import { readEventFile } from './event-file.js';

const event = (id: string, changes: object = {}) => ({
  id,
  source: '/shop/orders',
  type: 'order.shipped',
  time: '2026-11-25T14:05:00Z',
  data: { ...ORDER_DATA_EXAMPLES.order_shipped, ...changes },
});
const two = [event('a'), event('b')];
const linesOf = (events: readonly unknown[]) => events.map((each) => JSON.stringify(each)).join('\n');
const lineWith = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('a file of events', () => {
  it.each([
    ['lines', linesOf(two)],
    ['lines with empty ones between, of Windows', `\uFEFF\r\n${linesOf(two).replaceAll('\n', '\r\n\r\n')}\r\n`],
    ['an array', JSON.stringify(two)],
    ['an array over many lines', JSON.stringify(two, null, 2)],
    ['an array on a line, and an event on another', linesOf([[two[0]], two[1]])],
  ])('may be %s', (_, text) => {
    expect(readEventFile(text, 'events.json')).toEqual({ events: two, faults: [] });
  });

  it('may be a single event', () => {
    expect(readEventFile(JSON.stringify(two[0], null, 2), 'event.json').events).toEqual([two[0]]);
  });

  it('has its faults named by line and field: in lines', () => {
    const text = linesOf([two[0], event('', { total: 7 }), two[1], event('d', { shipment: { carrier: 'UPS' } })]);
    expect(readEventFile(text, 'events.jsonl').faults).toEqual([
      { line: 2, field: 'id', message: 'must not be empty' },
      { line: 2, field: 'data.total', message: 'must be a string' },
      { line: 4, field: 'data.shipment.trackingNumber', message: 'is required' },
    ]);
  });

  it('has its faults named by line and field: in a document, where the field stands, or what lacks it', () => {
    const items = [{ name: 'Shoe', quantity: 'one', unitPrice: '1.00' }];
    const text = JSON.stringify([two[0], event('b', { items, shipment: { carrier: 'Parcels' } })], null, 2);
    expect(readEventFile(text, 'events.json').faults).toEqual([
      { line: lineWith(text, '"one"'), field: 'data.items.0.quantity', message: 'must be a number' },
      { line: lineWith(text, '"Parcels"') - 1, field: 'data.shipment.trackingNumber', message: 'is required' },
    ]);
  });

  it('that is no JSON is a fault on the line where it ends to be', () => {
    const [line] = readEventFile(
      `${JSON.stringify(two[0])}\n{"id": "b",\n${JSON.stringify(two[1])}`,
      'events.jsonl',
    ).faults;
    expect(line).toMatchObject({ line: 2, field: '', message: expect.stringMatching(/^is not valid JSON: \w/) });
    const [document] = readEventFile('[\n  {"id": "a"}\n  {"id": "b"}\n]', 'events.json').faults;
    expect(document).toEqual({ line: 3, field: '', message: 'is not valid JSON: comma expected' });
  });

  it.each(['', '\n\n', '[]'])('without an event (%j) is a fault', (text) => {
    expect(readEventFile(text, 'events.jsonl').faults).toEqual([
      { line: 1, field: '', message: 'there is no event in the file' },
    ]);
    expect(readEventFile(text, 'events.json').faults).toHaveLength(1);
  });

  it('with something else than events is a fault', () => {
    expect(readEventFile('7\n"text"', 'x').faults).toEqual([
      { line: 1, field: '', message: 'must be an object' },
      { line: 2, field: '', message: 'must be an object' },
    ]);
  });
});
