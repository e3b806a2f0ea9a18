import { describe, expect, it } from '@jest/globals';
import { parseIfMatch } from './if-match.js';

describe('parseIfMatch', () => {
  it.each([undefined, '*', '"3"', '"2", "3"', ' "3" ', 'W/"3","3"'])('lets version 3 pass with %s', (header) => {
    expect(() => parseIfMatch(header)(3)).not.toThrow();
  });

  it.each(['"2"', '"30"', 'W/"3"', '""', '"2", "4"'])('stops version 3 with %s', (header) => {
    expect(() => parseIfMatch(header)(3)).toThrow(expect.objectContaining({ code: 'version_mismatch' }));
  });

  it.each(['3', '', '"3', "'3'", '"3" "4"', '"3",', 'w/"3"', '*, "3"'])('refuses %s', (header) => {
    expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ code: 'malformed_if_match' }));
  });
});
