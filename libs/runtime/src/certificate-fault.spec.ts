import { describe, expect, it } from '@jest/globals';
import { certificateFault } from './certificate-fault.js';

const faultOf = (code: string) => certificateFault(Object.assign(new Error('from OpenSSL'), { code }));

describe('what is wrong with a certificate', () => {
  it('is said in our words', () => {
    expect(faultOf('SELF_SIGNED_CERT_IN_CHAIN')).toContain('NODE_EXTRA_CA_CERTS');
    expect(faultOf('CERT_HAS_EXPIRED')).toBe('its certificate is out of date');
    expect(faultOf('ERR_TLS_CERT_ALTNAME_INVALID')).toBe('its certificate is for another host');
  });

  it('is not what other errors are about', () => {
    expect(faultOf('ECONNREFUSED')).toBeUndefined();
    expect(certificateFault(new Error('x'))).toBeUndefined();
    expect(certificateFault(undefined)).toBeUndefined();
  });
});
