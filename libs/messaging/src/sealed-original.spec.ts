import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { SealBrokenError, keyringSchema } from '#privacy';
import { openOriginal, sealOriginal } from './sealed-original.js';

const keyring = keyringSchema.parse(
  JSON.stringify({ active: 'k1', keys: { k1: Buffer.alloc(32, 7).toString('base64') } }),
);
const position = { topic: 'orders', partition: 3, offset: '42' };

describe('a sealed original', () => {
  it.each([
    [{ key: null, value: null, headers: {} }],
    [
      {
        key: Buffer.from([0xff, 0]),
        value: Buffer.from([0x80]),
        headers: { a: [Buffer.from('1')], b: [Buffer.of(0)] },
      },
    ],
    [{ key: Buffer.of(), value: Buffer.of(), headers: { twice: [Buffer.from('1'), Buffer.from('2')] } }],
  ])('opens to the message for its topic, byte by byte: %j', (message) => {
    const sealed = sealOriginal(keyring, position, message, randomBytes);
    expect(openOriginal(keyring, position, sealed)).toEqual({ topic: 'orders', ...message });
  });

  it('keeps a header that came as text, or without a value', () => {
    const message = { key: null, value: null, headers: { text: 'é', nothing: undefined } };
    const { headers } = openOriginal(keyring, position, sealOriginal(keyring, position, message, randomBytes));
    expect(headers).toEqual({ text: [Buffer.from('é')], nothing: [Buffer.of()] });
  });

  it('opens for no other position', () => {
    const sealed = sealOriginal(keyring, position, { key: null, value: null, headers: {} }, randomBytes);
    expect(() => openOriginal(keyring, { ...position, offset: '43' }, sealed)).toThrow(SealBrokenError);
  });
});
