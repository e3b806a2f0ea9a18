import { describe, expect, it } from '@jest/globals';
import { mergeContact, parseEmail, parsePhone } from './contact.js';

describe('a contact', () => {
  const directory = { email: 'dir@example.com', phone: '+34600000000', name: 'Ana García' };

  it('is the event’s, field by field, then the directory’s', () => {
    expect(mergeContact({ email: 'ana@example.com', phone: null }, directory)).toEqual({
      ...directory,
      email: 'ana@example.com',
    });
  });

  it('is the other one’s where one of them has nothing to say', () => {
    expect(mergeContact(undefined, directory)).toEqual(directory);
    expect(mergeContact(directory, undefined)).toEqual(directory);
    expect(mergeContact(undefined, undefined)).toEqual({ email: null, phone: null, name: null });
    expect(mergeContact({}, { email: null })).toEqual({ email: null, phone: null, name: null });
  });
});

describe('an email address', () => {
  it.each([
    ['ana@example.com', 'ana@example.com'],
    ['  ana@example.com\n', 'ana@example.com'],
    ['Ana.Garcia+orders@mail.example.co.uk', 'Ana.Garcia+orders@mail.example.co.uk'],
  ])('%j is taken as %s', (text, address) => {
    expect(parseEmail(text)).toBe(address);
  });

  it.each([
    '',
    'ana',
    'ana@',
    '@example.com',
    'ana@example',
    'ana@@example.com',
    'Ana <ana@example.com>',
    'ana@example.com, bob@example.com',
    'ana@example.com\nBcc: bob@example.com',
    `${'a'.repeat(243)}@example.com`,
  ])('%j is none', (text) => {
    expect(parseEmail(text)).toBeNull();
  });
});

describe('a phone number', () => {
  it.each([
    ['+14155550123', '+14155550123'],
    [' +1 (415) 555-0123 ', '+14155550123'],
    ['+34 600.00.00.00', '+34600000000'],
    ['+49 (0) 30 123456', '+4930123456'],
  ])('%j is taken as %s', (text, number) => {
    expect(parsePhone(text)).toBe(number);
  });

  it.each([
    ['', 'nothing'],
    ['4155550123', 'no country'],
    ['0014155550123', 'no country we can be sure of'],
    ['+1415', 'too short'],
    ['+1415555012345678', 'too long'],
    ['+9991234567', 'no such country'],
    ['Ana +14155550123', 'more than a number'],
    ['+14155550123 or +34600000000', 'two numbers'],
    ['+1 800 FLOWERS', 'letters'],
  ])('%j is none: %s', (text) => {
    expect(parsePhone(text)).toBeNull();
  });
});
