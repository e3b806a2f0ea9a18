import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldToGsm7 } from './gsm7-folding.js';
import { isGsm7, smsSize } from './sms-size.js';

const letterOf = (letters: string) => fc.constantFrom(...Array.from(letters));

describe('the size of an SMS', () => {
  it.each([
    ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
    ['306 letters', 'a'.repeat(306), 'GSM-7', 2],
    ['307 letters', 'a'.repeat(307), 'GSM-7', 3],
    ['80 signs of the extension table', '€'.repeat(80), 'GSM-7', 1],
    ['a sign of two septets at the edge', `${'a'.repeat(152)}€${'a'.repeat(151)}`, 'GSM-7', 2],
    ['a sign that the edge pushes on', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['70 letters and one of them á', `á${'a'.repeat(69)}`, 'UCS-2', 1],
    ['71 letters and one of them á', `á${'a'.repeat(70)}`, 'UCS-2', 2],
    ['35 emoji', '🎉'.repeat(35), 'UCS-2', 1],
    ['67 emoji, which fill 66 of 67 units each time', '🎉'.repeat(67), 'UCS-2', 3],
  ] as const)('%s', (_, text, encoding, segments) => {
    expect(smsSize(text)).toEqual({ encoding, segments });
  });

  it('knows é è à ñ ü for GSM-7, and á í ó ú ç œ ’ for not', () => {
    expect(Array.from('éèàñüÇÉ¿¡€').every(isGsm7)).toBe(true);
    expect(Array.from('áíóúçœ’•\u00a0').some(isGsm7)).toBe(false);
  });

  it('never shrinks as a text of one encoding grows', () => {
    const gsm = fc.string({ unit: letterOf('aé€{ \n'), maxLength: 400 });
    const ucs = fc.string({ unit: letterOf('aá🎉€'), minLength: 1, maxLength: 400 }).map((text) => `á${text}`);
    for (const texts of [gsm, ucs]) {
      fc.assert(
        fc.property(texts, fc.constantFrom('a', '€'), (text, more) => {
          expect(smsSize(text + more).segments).toBeGreaterThanOrEqual(smsSize(text).segments);
        }),
      );
    }
  });

  it('lies between what its units need at least and at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 500 }), (text) => {
        const { encoding, segments } = smsSize(text);
        const [single, joined, longest] = encoding === 'GSM-7' ? [160, 153, 2 * text.length] : [70, 67, text.length];
        expect(segments).toBeGreaterThanOrEqual(Math.ceil(text.length / single));
        expect(segments).toBeLessThanOrEqual(Math.ceil(longest / (joined - 1)));
      }),
    );
  });
});

describe('folding to GSM-7', () => {
  it('drops only the accents and signs that GSM-7 lacks', () => {
    expect(foldToGsm7('El sábado: “garçon”, cœur, août… Visa •••• 4242\u00a0€ é è à ñ ü Łódź Ångström')).toBe(
      'El sabado: "garcon", coeur, aout... Visa **** 4242 € é è à ñ ü Lodz Ångström',
    );
  });

  it('leaves letters alone where it is told to, for signs alone', () => {
    const signs = { letters: false };
    expect(foldToGsm7('“garde”… l’été • 5\u00a0€', signs)).toBe('"garde"... l\'été * 5 €');
    expect(foldToGsm7('el sábado… “cœur”', signs)).toBe('el sábado… “cœur”');
  });

  it('joins an accent written apart with its letter first', () => {
    expect(foldToGsm7('e\u0301a\u0301')).toBe('éa');
  });

  it.each(['Ваш заказ “готов”', 'Tu camión 🚚 llegará', '注文…'])(
    'leaves %s as it is, for nothing would be won',
    (text) => {
      expect(foldToGsm7(text)).toBe(text);
    },
  );

  it('leaves GSM-7 alone and is done after one pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: letterOf('abz 09@£é€{}~|¿ñ') }), (text) => {
        expect(foldToGsm7(text)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldToGsm7(foldToGsm7(text))).toBe(foldToGsm7(text));
      }),
    );
  });
});
