import { describe, expect, it } from '@jest/globals';
import { Clock } from './clock.js';
import { IdGenerator, subjectOf, timeOfId } from './ids.js';

class StoppedClock extends Clock {
  constructor(private readonly at: Date) {
    super();
  }

  override now(): Date {
    return this.at;
  }

  override monotonic(): number {
    return 0;
  }
}

describe('ids', () => {
  const at = new Date('2026-11-25T12:00:00.123Z');

  it('are UUIDv7s of the injected clock’s time', () => {
    const id = new IdGenerator(new StoppedClock(at)).next();
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
  });

  it('differ, also within a millisecond', () => {
    const ids = new IdGenerator(new StoppedClock(at));
    expect(new Set(Array.from({ length: 10_000 }, () => ids.next())).size).toBe(10_000);
  });

  it('made for the same subject differ in their time only', () => {
    const [first, later] = [at, new Date(at.getTime() + 86_400_000)].map((time) =>
      new IdGenerator(new StoppedClock(time)).nextFor('event 1 email'),
    ) as [string, string];
    expect(later).not.toBe(first);
    expect([timeOfId(first), timeOfId(later)]).toEqual([at, new Date(at.getTime() + 86_400_000)]);
    expect(subjectOf(later)).toBe(subjectOf(first));
    const ids = new IdGenerator(new StoppedClock(at));
    expect(subjectOf(ids.nextFor('event 1 sms'))).not.toBe(subjectOf(first));
    expect(subjectOf(ids.next())).not.toBe(subjectOf(ids.next()));
  });
});
