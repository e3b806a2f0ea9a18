import { describe, expect, it } from '@jest/globals';
import { eventLabel } from './webhook.metrics.js';

describe('the label of a reported event', () => {
  it.each(['delivered', 'bounce', 'undelivered', 'inbound_stop'])('is its name: %s', (event) => {
    expect(eventLabel(event)).toBe(event);
  });

  it('is from a closed list, whatever a provider comes up with', () => {
    expect(eventLabel('x'.repeat(40))).toBe('other');
  });
});
