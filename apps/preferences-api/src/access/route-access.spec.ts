import { describe, expect, it } from '@jest/globals';
import { callerOf } from './caller.js';
import { accessTo, methodsAt } from './route-access.js';

describe('callerOf', () => {
  it.each([
    [[], ['customer']],
    [['openid', 'profile'], ['customer']],
    [['notifications:unheard-of'], ['customer']],
    [['notifications:service'], ['service']],
    [['notifications:support'], ['support']],
    [
      ['openid', 'notifications:ops'],
      ['ops', 'support'],
    ],
  ])('makes of the scopes %j a caller of the kinds %j', (scopes, kinds) => {
    expect([...callerOf({ subject: 'ana', scopes: new Set(scopes), expiresAt: new Date() }).kinds]).toEqual(kinds);
  });
});

describe('accessTo', () => {
  it('permits HEAD what it permits GET', () => {
    expect(accessTo('HEAD', '/metrics')).toBe('cluster');
  });

  it.each([
    ['POST', '/metrics'],
    ['GET', '/nowhere'],
  ])('has no decision on %s %s', (method, route) => {
    expect(accessTo(method, route)).toBeUndefined();
  });
});

describe('methodsAt', () => {
  it.each([
    ['/api/v2/notifications/preferences', ['GET', 'PUT', 'PATCH']],
    ['/api/v2/notifications/unsubscribe/abc', ['GET', 'POST']],
    ['/api/v2/notifications/', ['POST', 'GET']],
    ['/api/v2/notifications/suppressions/search', ['POST']],
    ['/api/v2/notifications/suppressions/abc', ['DELETE']],
    ['/api/v2/notifications/a/b', []],
    ['/', []],
  ])('%s answers %j', (path, methods) => {
    expect(methodsAt(path)).toEqual(methods);
  });
});
