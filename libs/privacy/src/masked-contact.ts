/** Implements F9, N6. Addresses that their owner recognises and nobody else can use. */

const HIDDEN = '•••';

/** `ana@example.com` → `a•••@example.com`. What is no address is hidden altogether. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return HIDDEN;
  const [first = ''] = email;
  return `${first}${HIDDEN}${email.slice(at)}`;
}

/** `+14155550123` → `••• 0123`. Too short a number is hidden altogether. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 8 ? HIDDEN : `${HIDDEN} ${digits.slice(-4)}`;
}
