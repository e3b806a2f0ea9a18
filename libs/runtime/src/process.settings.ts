import { hostname } from 'node:os';
import { z } from 'zod';
import { baseUrl, duration, integer } from './settings.js';

const startWithin = () =>
  duration().prefault('60s').meta({
    description:
      'how long a start waits for PostgreSQL and its schema, Kafka and the topics, before it says what is missing and exits with 1',
  });

/** What every command needs. */
export const commandSettings = z
  .object({ START_WITHIN: startWithin() })
  .transform((env) => ({ startWithinMs: env.START_WITHIN }));

export type CommandSettings = z.output<typeof commandSettings>;

/** What every app needs: where it listens, how much it says, the address customers and providers see, how long it waits for others. */
export const processSettings = (defaultPort: number) =>
  z
    .object({
      PORT: integer(0, 65535).default(defaultPort).meta({ description: 'where the app listens; 0: any free port' }),
      LOG_LEVEL: z
        .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
        .default('info')
        .meta({ description: 'the least important lines that are logged' }),
      APP_URL: baseUrl()
        .default('http://localhost:3000')
        .meta({ description: 'public base URL of the API: links in messages, signatures of webhooks' }),
      REPLICA_ID: z.string().max(128).default(hostname()).meta({
        description: 'stable name of this replica, no two alike',
        syntax: 'text of up to 128 characters',
        byDefault: 'the host name',
      }),
      START_WITHIN: startWithin(),
    })
    .transform((env) => ({
      port: env.PORT,
      logLevel: env.LOG_LEVEL,
      /** Public base URL: links in messages, webhook addresses. */
      appUrl: env.APP_URL,
      /** Stable name of this replica. */
      replicaId: env.REPLICA_ID,
      startWithinMs: env.START_WITHIN,
    }));

export type ProcessSettings = z.output<ReturnType<typeof processSettings>>;
