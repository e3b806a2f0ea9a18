/** Implements N6. What is wrong with the certificate that a server showed. Codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNKNOWN_AUTHORITY = new Set([
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const OUT_OF_DATE = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** @returns undefined when the error is about something else, else what to look at, in our words */
export function certificateFault(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code !== 'string') return undefined;
  if (UNKNOWN_AUTHORITY.has(code))
    return 'no authority that is trusted has signed its certificate: see NODE_EXTRA_CA_CERTS';
  if (OUT_OF_DATE.has(code)) return 'its certificate is out of date';
  return code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'its certificate is for another host' : undefined;
}
