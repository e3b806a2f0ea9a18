import { expect, test } from '@jest/globals';
import { countSegments } from './sms-segments.js';

test.each([
  ['a GSM body of 160', 'a'.repeat(160), 1],
  ['a GSM body of 161', 'a'.repeat(161), 2],
  ['a GSM body of 306', 'a'.repeat(306), 2],
  ['a GSM body of 307', 'a'.repeat(307), 3],
  ['é è à ñ ü, which GSM has', 'éèàñü'.repeat(32), 1],
  ['characters that count twice', '€'.repeat(80), 1],
  ['one more of them', '€'.repeat(81), 2],
  ['á, which GSM lacks', 'á'.repeat(70), 1],
  ['one more of it', 'á'.repeat(71), 2],
  ['a single typographic quote among GSM characters', `${'a'.repeat(134)}’`, 3],
  ['emoji, two units each', '🚚'.repeat(36), 2],
])('%s', (_what, body, segments) => {
  expect(countSegments(body)).toBe(segments);
});
