import { integer, required } from '#runtime';
import { z } from 'zod';

const postgresUrl = () =>
  required()
    .refine((url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url), 'must be a postgres:// address')
    .meta({ syntax: '`postgres://user:password@host:port/database`, TLS by `?sslmode=`', secret: true });

export const databaseSettings = z
  .object({
    DATABASE_URL: postgresUrl().meta({ description: 'PostgreSQL 15 or later' }),
    KEY_DATABASE_URL: postgresUrl()
      .optional()
      .meta({ description: "where customers' keys live", byDefault: 'schema `vault` in `DATABASE_URL`' }),
    DATABASE_POOL: integer(2, 500).default(10).meta({ description: 'connections of a replica to each of them' }),
  })
  .transform((env) => ({
    url: env.DATABASE_URL,
    /** Where customers' keys live. Default: schema `vault` of the same database. */
    keyUrl: env.KEY_DATABASE_URL ?? env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
  }));

export type DatabaseSettings = z.output<typeof databaseSettings>;
