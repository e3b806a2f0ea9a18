import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { Admissions } from './admissions.js';
import type { Transport } from './stream-events.js';

describe('Admissions', () => {
  it('let in so many connections of a customer, and another once one is gone', () => {
    const admissions = new Admissions({ perCustomer: 2, perReplica: 10 });
    const first = transport();
    expect(admissions.admit('ana', first)).toBeUndefined();
    expect(admissions.admit('ana', transport())).toBeUndefined();
    expect(admissions.admit('ana', transport())).toBe('too_many_connections');
    expect(admissions.admit('ben', transport())).toBeUndefined();

    first.emit('close');

    expect(admissions.admit('ana', transport())).toBeUndefined();
    expect(admissions.admit('ana', transport())).toBe('too_many_connections');
  });

  it('let in so many connections in all', () => {
    const admissions = new Admissions({ perCustomer: 2, perReplica: 2 });
    const first = transport();
    admissions.admit('ana', first);
    admissions.admit('ben', transport());
    expect(admissions.isOpen).toBe(false);
    expect(admissions.admit('eve', transport())).toBe('temporarily_unavailable');

    first.emit('close');

    expect(admissions.isOpen).toBe(true);
    expect(admissions.admit('eve', transport())).toBeUndefined();
  });

  it('let nobody in once they are closed', () => {
    const admissions = new Admissions({ perCustomer: 2, perReplica: 10 });

    admissions.close();

    expect(admissions.isOpen).toBe(false);
    expect(admissions.admit('ana', transport())).toBe('temporarily_unavailable');
  });

  it('count a connection once, and one that is gone not at all', () => {
    const admissions = new Admissions({ perCustomer: 2, perReplica: 10 });
    const one = transport();
    admissions.admit('ana', one);

    expect(admissions.admit('ana', one)).toBe('invalid_connection');
    expect(admissions.admit('ana', transport('closed'))).toBe('invalid_connection');
    expect(admissions.admit('ana', transport())).toBeUndefined();
  });
});

function transport(readyState = 'open'): Transport {
  return Object.assign(new EventEmitter(), { readyState }) as unknown as Transport;
}
