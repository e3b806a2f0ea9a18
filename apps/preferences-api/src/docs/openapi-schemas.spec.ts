import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { mergePatchSchema } from './merge-patch-schema.js';
import { SchemaComponents } from './openapi-schemas.js';

const leaf = z.strictObject({ on: z.boolean().default(true) });

describe('SchemaComponents', () => {
  it('refers to a schema that has an id, wherever it is used', () => {
    const components = new SchemaComponents();
    const named = z.object({ id: z.uuid() }).meta({ id: 'SpecNamed' });
    expect(components.add(named, 'output')).toEqual({ $ref: '#/components/schemas/SpecNamed' });
    expect(components.add(z.array(named), 'output')).toMatchObject({
      items: { $ref: '#/components/schemas/SpecNamed' },
    });
    expect(Object.keys(components.all())).toEqual(['SpecNamed']);
  });

  it('tells what a caller must write from what we answer', () => {
    const components = new SchemaComponents();
    expect(components.add(leaf, 'input')).not.toHaveProperty('required');
    expect(components.add(leaf, 'output')).toHaveProperty('required', ['on']);
  });

  it('does not let two schemas have one name', () => {
    const components = new SchemaComponents();
    const both = leaf.meta({ id: 'SpecBoth' });
    components.add(both, 'input');
    expect(() => components.add(both, 'output')).toThrow('SpecBoth');
  });
});

describe('mergePatchSchema', () => {
  it('lets every field be left out or taken back, on every level, and no other be named', () => {
    const target = z.strictObject({
      leaf,
      byName: z.partialRecord(z.enum(['a']), leaf),
      text: z.string().default('x'),
    });
    const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
    const patchedLeaf = {
      type: 'object',
      properties: { on: orNull({ type: 'boolean' }) },
      additionalProperties: false,
    };
    expect(mergePatchSchema('SpecPatch', target)).toEqual({
      id: 'SpecPatch',
      schema: {
        type: 'object',
        properties: {
          leaf: orNull(patchedLeaf),
          byName: orNull({
            type: 'object',
            propertyNames: { type: 'string', enum: ['a'] },
            additionalProperties: orNull(patchedLeaf),
          }),
          text: orNull({ type: 'string' }),
        },
        additionalProperties: false,
      },
    });
  });
});
