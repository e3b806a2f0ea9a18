import { describe, expect, it } from '@jest/globals';
import { isAllowedOrigin } from './origin.js';

const HOST = 'stream.shop.example.com';
const ALLOWED = ['https://shop.example.com'];

describe('isAllowedOrigin', () => {
  it.each([
    ['a client that is no browser', undefined],
    ['a page of a web site that is listed', 'https://shop.example.com'],
    ['a page of the same host', `https://${HOST}`],
  ])('lets in %s', (_, origin) => {
    expect(isAllowedOrigin({ host: HOST, origin }, ALLOWED)).toBe(true);
  });

  it.each([
    ['another web site', 'https://evil.example.com'],
    ['a web site whose name begins alike', 'https://shop.example.com.evil.example'],
    ['a listed host without encryption', 'http://shop.example.com'],
    ['the same host on another port', `https://${HOST}:8443`],
    ['a page without origin', 'null'],
    ['nonsense', 'https://'],
    ['an empty one', ''],
  ])('refuses %s', (_, origin) => {
    expect(isAllowedOrigin({ host: HOST, origin }, ALLOWED)).toBe(false);
  });

  it('refuses whoever names an origin to a server without a host', () => {
    expect(isAllowedOrigin({ origin: 'https://evil.example.com' }, [])).toBe(false);
  });
});
