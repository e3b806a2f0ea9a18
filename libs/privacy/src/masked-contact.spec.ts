import { describe, expect, it } from '@jest/globals';
import { maskEmail, maskPhone } from './masked-contact.js';

describe('masked contacts', () => {
  it.each([
    ['ana@example.com', 'a•••@example.com'],
    ['a@example.com', 'a•••@example.com'],
    ['"a@b"@example.com', '"•••@example.com'],
    ['𝓪na@example.com', '𝓪•••@example.com'],
    ['@example.com', '•••'],
    ['ana', '•••'],
    ['', '•••'],
  ])('N6 the address %j shows as %s', (email, shown) => {
    expect(maskEmail(email)).toBe(shown);
  });

  it.each([
    ['+14155550123', '••• 0123'],
    ['+34 600 11 12 22', '••• 1222'],
    ['0123', '•••'],
    ['', '•••'],
  ])('N6 the number %j shows as %s', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown);
  });
});
