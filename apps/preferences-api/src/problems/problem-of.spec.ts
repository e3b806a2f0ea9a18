import { describe, expect, it } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { DatabaseUnavailableError } from '#database';
import { BrokerUnavailableError } from '#messaging';
import { SignInUnavailableError } from '#runtime';
import { problemOf } from './problem-of.js';
import { ProblemError } from './problem.error.js';
import { PROBLEMS } from './problems.js';

describe('problemOf', () => {
  it.each([DatabaseUnavailableError, BrokerUnavailableError, SignInUnavailableError])(
    'asks to come back later where waiting helps: %p',
    (Unavailable) => {
      const problem = problemOf(new Unavailable(new Error('connect ECONNREFUSED 10.0.0.7')));
      expect(problem).toMatchObject({ code: 'temporarily_unavailable', headers: { 'Retry-After': '5' } });
      expect(problem.detail).not.toContain('10.0.0.7');
    },
  );

  it('says nothing about what we did not foresee', () => {
    const problem = problemOf(new TypeError('ana@example.com is not iterable'));
    expect(problem).toMatchObject({ code: 'internal_error', detail: PROBLEMS.internal_error.title, errors: [] });
  });

  it.each([
    [400, 'malformed_request'],
    [413, 'body_too_large'],
    [415, 'unsupported_media_type'],
    [418, 'internal_error'],
  ])('knows what the framework means by %i', (status, code) => {
    expect(problemOf(new HttpException('quoted@example.com', status))).toMatchObject({ code });
    expect(problemOf(new HttpException('quoted@example.com', status)).detail).not.toContain('@');
  });

  it('leaves a problem as it is', () => {
    const problem = new ProblemError('forbidden');
    expect(problemOf(problem)).toBe(problem);
  });
});
