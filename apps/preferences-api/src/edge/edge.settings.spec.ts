import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '#runtime';
import { edgeSettings } from './edge.settings.js';

const load = (env: Record<string, string> = {}) => loadSettings({ edge: edgeSettings }, env).edge;

describe('edgeSettings', () => {
  it('let no other web site in and believe no proxy unless told to', () => {
    expect(load()).toMatchObject({ corsOrigins: [], trustedProxies: [] });
  });

  it('are lists separated by commas', () => {
    const env = {
      CORS_ORIGINS: 'https://shop.example.com, http://localhost:8080',
      TRUSTED_PROXIES: 'loopback,10.0.0.0/8,::1',
    };
    expect(load(env)).toMatchObject({
      corsOrigins: ['https://shop.example.com', 'http://localhost:8080'],
      trustedProxies: ['loopback', '10.0.0.0/8', '::1'],
    });
  });

  it.each([
    '*',
    'shop.example.com',
    'https://shop.example.com/',
    'https://shop.example.com/path',
    'null',
    'file:///etc',
  ])('take no origin such as %s', (origin) => {
    expect(() => load({ CORS_ORIGINS: origin })).toThrow('CORS_ORIGINS: must be origins');
  });

  it.each(['true', '10.0.0.0/33', '10.0.0', '::1/129', '10.0.0.0/8/8', 'example.com'])(
    'take no proxy such as %s',
    (proxy) => {
      expect(() => load({ TRUSTED_PROXIES: proxy })).toThrow('TRUSTED_PROXIES: must be addresses');
    },
  );

  it('limit everybody', () => {
    for (const limit of ['0', '-1', 'none']) {
      expect(() => load({ RATE_LIMIT_ANYONE: limit })).toThrow('RATE_LIMIT_ANYONE');
    }
  });
});
