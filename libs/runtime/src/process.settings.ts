import { hostname } from 'node:os';
import { z } from 'zod';
import { baseUrl, integer } from './settings.js';

/** What every app needs: where it listens, how much it says, the address customers and providers see. */
export const processSettings = (defaultPort: number) =>
  z
    .object({
      PORT: integer(0, 65535).default(defaultPort),
      LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
      APP_URL: baseUrl().default('http://localhost:3000'),
      REPLICA_ID: z.string().max(128).default(hostname()),
    })
    .transform((env) => ({
      port: env.PORT,
      logLevel: env.LOG_LEVEL,
      /** Public base URL: links in messages, webhook addresses. */
      appUrl: env.APP_URL,
      /** Stable name of this replica. */
      replicaId: env.REPLICA_ID,
    }));

export type ProcessSettings = z.output<ReturnType<typeof processSettings>>;
