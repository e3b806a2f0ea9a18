import { describe, expect, it } from '@jest/globals';
import { closed, isOfOperator } from './schemas.js';
import { aResource } from './manifests.fixture.js';

describe('schemas of operators', () => {
  it('take no field that they do not name, however deep', () => {
    const inner = { type: 'object', properties: { a: { type: 'string' } } };
    expect(closed({ properties: { list: { items: inner }, map: { additionalProperties: inner } } })).toEqual({
      properties: {
        list: { items: { ...inner, additionalProperties: false } },
        map: { additionalProperties: { ...inner, additionalProperties: false } },
      },
      additionalProperties: false,
    });
  });

  it.each([
    ['say so', { properties: {}, 'x-kubernetes-preserve-unknown-fields': true }],
    ['name none', { type: 'object' }],
    ['have a rule for the others', { properties: {}, additionalProperties: true }],
  ])('stay open where they %s', (_name, schema) => {
    expect(closed(schema)).toEqual(schema);
  });

  it('are asked for what operators bring, and for nothing else', () => {
    const of = (apiVersion: string) => isOfOperator({ ...aResource('Any', 'any', {}), apiVersion });
    expect(of('keda.sh/v1alpha1')).toBe(true);
    expect([of('v1'), of('apps/v1'), of('networking.k8s.io/v1')]).toEqual([false, false, false]);
  });
});
