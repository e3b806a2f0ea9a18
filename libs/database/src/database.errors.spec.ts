import { describe, expect, it } from '@jest/globals';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import {
  DatabaseRefusedError,
  DatabaseUnavailableError,
  isBadData,
  isConflict,
  isSchemaOutdated,
  isUnavailable,
  sqlState,
} from './database.errors.js';

const withCode = (code: string, message = 'from the driver') => Object.assign(new Error(message), { code });
const failed = (error: Error) => new QueryFailedError('SELECT 1', [], error);

describe('what PostgreSQL or the way to it reports', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['no such host', withCode('ENOTFOUND')],
    ['both addresses of localhost refused', Object.assign(new Error(), { errors: [withCode('ECONNREFUSED')] })],
    ['a server that is starting', withCode('57P03')],
    ['a server that is stopping', failed(withCode('57P01'))],
    ['a server that crashed', failed(withCode('57P02'))],
    ['too many connections', withCode('53300')],
    ['a replica that was promoted away', failed(withCode('25006'))],
    ['a statement that took too long', failed(withCode('57014'))],
    ['a database not created yet', withCode('3D000')],
    ['a connection dropped in mid-statement', failed(new Error('Connection terminated unexpectedly'))],
    ['a connection that does not come about', new Error('timeout exceeded when trying to connect')],
    ['a connection lost between two statements', new QueryRunnerAlreadyReleasedError()],
  ])('%s is an outage', (_, error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    ['a wrong password', withCode('28P01')],
    ['a broken constraint', failed(withCode('23505'))],
    ['a value too long', failed(withCode('22001'))],
    ['a syntax error', failed(withCode('42601'))],
    ['a fault of ours', new TypeError('x is not a function')],
    ['nothing', undefined],
  ])('%s is none', (_, error) => {
    expect(isUnavailable(error)).toBe(false);
  });

  it('tells conflicts, bad data and an old schema apart', () => {
    for (const state of ['40P01', '40001']) expect(isConflict(failed(withCode(state)))).toBe(true);
    for (const state of ['22021', '23514']) expect(isBadData(failed(withCode(state)))).toBe(true);
    for (const state of ['42P01', '42703', '3F000']) expect(isSchemaOutdated(failed(withCode(state)))).toBe(true);
    for (const check of [isConflict, isBadData, isSchemaOutdated]) expect(check(withCode('ECONNRESET'))).toBe(false);
  });

  it('takes no code of Node for a state of SQL', () => {
    expect(sqlState(withCode('EPIPE'))).toBe('EPIPE');
    expect(sqlState(withCode('ECONNRESET'))).toBeUndefined();
  });
});

describe('our words for it', () => {
  it('say what to look at', () => {
    expect(new DatabaseUnavailableError(withCode('ECONNREFUSED')).message).toBe('PostgreSQL cannot be reached');
    expect(new DatabaseUnavailableError(withCode('3D000')).message).toBe('PostgreSQL has no such database');
    const refusals = [
      withCode('28P01'),
      withCode('28000'),
      withCode('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "app", database "app", no encryption'),
      new Error('The server does not support SSL connections'),
      withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      withCode('EPROTO'),
    ];
    const user = 'the user or password of the database address: correct DATABASE_URL or KEY_DATABASE_URL';
    const advice = 'check sslmode and the rights of the user in DATABASE_URL and KEY_DATABASE_URL';
    expect(refusals.map((cause) => new DatabaseRefusedError(cause).message)).toEqual([
      `PostgreSQL refuses ${user}`,
      `PostgreSQL refuses ${user}`,
      'PostgreSQL refuses a connection without encryption: the database address wants sslmode=verify-full',
      'PostgreSQL does not offer the encryption that the database address asks for: check sslmode',
      'PostgreSQL cannot be trusted: no authority that is trusted has signed its certificate: see NODE_EXTRA_CA_CERTS',
      `PostgreSQL refuses the connection, EPROTO: ${advice}`,
    ]);
  });
});
