import { describe, expect, it } from '@jest/globals';
import { deliveryRate } from './delivery-rate.js';

describe('the delivery rate', () => {
  it.each([
    [20, 0, 1],
    [19, 1, 0.95],
    [19, 0, null],
    [0, 0, null],
    [0, 20, 0],
  ])('of %d delivered and %d failed is %s', (delivered, failed, rate) => {
    expect(deliveryRate({ delivered, failed })).toBe(rate);
  });
});
