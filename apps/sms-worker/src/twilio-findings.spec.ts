import { describe, expect, it } from '@jest/globals';
import { type ListedText, findingsAmong } from './twilio-findings.js';

const MINUTE = 60_000;
const PLANNED = new Date('2026-11-25T12:00:00Z');
const at = (minutes: number) => new Date(PLANNED.getTime() + minutes * MINUTE);

const BODIES = new Set(['Your order has shipped.', 'Tu pedido ha salido.']);

const aText = (overrides: Partial<ListedText> = {}): ListedText => ({
  sid: 'SM1',
  body: 'Your order has shipped.',
  status: 'sent',
  errorCode: null,
  createdAt: at(1),
  sentAt: at(1.5),
  ...overrides,
});

const find = (texts: readonly ListedText[], attempts = [{ number: 1, at: at(1) }], others: readonly string[] = []) =>
  findingsAmong(texts, BODIES, { attempts, plannedAt: PLANNED, otherMessageIds: new Set(others) });

describe('texts that Twilio knows', () => {
  it('are the attempt when body and time fit', () => {
    expect(find([aText()])).toEqual([
      { attempt: 1, said: { kind: 'accepted', code: null }, at: at(1.5), providerMessageId: 'SM1' },
    ]);
  });

  it.each<[string, Partial<ListedText>]>([
    ['another body', { body: 'Your order has shipped' }],
    ['one from before the notification was planned', { createdAt: at(-2) }],
    ['one that was cancelled', { status: 'canceled' }],
  ])('are not: %s', (_, difference) => {
    expect(find([aText(difference)])).toEqual([]);
  });

  it('are not when they are known to be another attempt or another notification', () => {
    expect(find([aText()], undefined, ['SM1'])).toEqual([]);
  });

  it('may be in the language the customer read then', () => {
    expect(find([aText({ body: 'Tu pedido ha salido.' })])).toHaveLength(1);
  });

  it('may be dated a little before the attempt: Twilio’s clock is another', () => {
    expect(find([aText({ createdAt: at(0.5) })])).toHaveLength(1);
  });

  it('say what became of them, and when: not handed on yet, since they were created', () => {
    const [undelivered] = find([aText({ status: 'undelivered', errorCode: 30003 })]);
    expect(undelivered?.said).toEqual({ kind: 'undelivered', code: 'twilio_30003' });
    expect(find([aText({ status: 'queued', sentAt: null })])).toMatchObject([{ at: at(1) }]);
  });

  const first = { number: 1, at: at(1) };
  const second = { number: 2, at: at(10) };
  const attemptsOf = (...created: number[]) =>
    find(
      created.map((minutes, i) => aText({ sid: `SM${i}`, createdAt: at(minutes) })),
      [first, second],
    ).map(({ attempt, providerMessageId }) => [providerMessageId, attempt]);

  it('belong to the attempt that was the last one begun', () => {
    expect(attemptsOf(2)).toEqual([['SM0', 1]]);
    expect(attemptsOf(11)).toEqual([['SM0', 2]]);
    expect(attemptsOf(11, 2)).toEqual([
      ['SM1', 1],
      ['SM0', 2],
    ]);
  });

  it('belong to one attempt each, also where a stopped process’s is dated later than it was made', () => {
    const found = find(
      [aText({ sid: 'SM1', createdAt: at(0) }), aText({ sid: 'SM2', createdAt: at(2) })],
      [{ number: 1, at: at(5) }, second],
    );
    expect(found.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(find([aText(), aText({ sid: 'SM2' })])).toHaveLength(1);
  });
});
