import { describe, expect, it } from '@jest/globals';
import { PROVIDER_ERRORS, type ErrorMeaning, type ProviderError, providerError } from './provider-errors.js';

const codesThatMean = (meaning: ErrorMeaning, provider: string) =>
  Object.entries<ProviderError>(PROVIDER_ERRORS)
    .filter(([code, error]) => code.startsWith(provider) && error.meaning === meaning)
    .map(([code]) => code.slice(provider.length + 1));

describe('the providers’ errors', () => {
  it.each<[string, ErrorMeaning, string[]]>([
    ['sendgrid', 'permanent', ['400', '413', 'bounce', 'blocked', 'dropped']],
    ['sendgrid', 'account', ['401', '403']],
    ['sendgrid', 'retryable', ['429']],
    ['sendgrid', 'opted_out', []],
    ['twilio', 'permanent', ['21211', '21408', '21602', '21604', '21608', '21614', '21617', '21635', '30005', '30006']],
    ['twilio', 'account', ['20003', '20005', '30007', '30034']],
    ['twilio', 'retryable', ['20429', 'http_429', '21611', '30001', '30003', '30008', '30036']],
    ['twilio', 'opted_out', ['21610']],
  ])('of %s that are %s', (provider, meaning, codes) => {
    expect(codesThatMean(meaning, provider)).toEqual(codes);
  });

  it('of an account that no other message would survive: a sender that is not registered', () => {
    const stopping = Object.entries<ProviderError>(PROVIDER_ERRORS).filter(([, error]) => error.stopsChannel);
    expect(stopping.map(([code, { meaning }]) => [code, meaning])).toEqual([['twilio_30034', 'account']]);
  });

  it('have a reason that people can read', () => {
    for (const { reason } of Object.values<ProviderError>(PROVIDER_ERRORS)) expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  it.each(['twilio_29999', 'connection_lost', 'constructor', ''])('%j is none of them', (code) => {
    expect(providerError(code)).toBeUndefined();
  });
});
