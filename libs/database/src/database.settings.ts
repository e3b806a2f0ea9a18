import { integer, required } from '#runtime';
import { z } from 'zod';

const postgresUrl = () =>
  required().refine((url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url), 'must be a postgres:// address');

export const databaseSettings = z
  .object({
    DATABASE_URL: postgresUrl(),
    KEY_DATABASE_URL: postgresUrl().optional(),
    DATABASE_POOL: integer(2, 500).default(10),
  })
  .transform((env) => ({
    url: env.DATABASE_URL,
    /** Where customers' keys live. Default: schema `vault` of the same database. */
    keyUrl: env.KEY_DATABASE_URL ?? env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
  }));

export type DatabaseSettings = z.output<typeof databaseSettings>;
