/** Where a process of the ceiling works, as the environment says. */
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';

/** As many as ours has by default. */
const CONNECTIONS = 10;

export interface Place {
  readonly kafka: Kafka;
  readonly database: pg.Pool;
  readonly prefix: string;
  readonly port: number;
  /** To be sent by these; the others are planned as not to be sent. */
  readonly channels: readonly string[];
  readonly setting: (name: string) => string;
}

export function placeOf(env: NodeJS.ProcessEnv): Place {
  const setting = (name: string): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`${name} is not set.`);
    return value;
  };
  const brokers = setting('KAFKA_BROKERS').split(',');
  return {
    kafka: new Kafka({ clientId: 'ceiling', brokers, logLevel: logLevel.ERROR }),
    database: new pg.Pool({ connectionString: setting('DATABASE_URL'), max: CONNECTIONS }),
    prefix: setting('TOPIC_PREFIX'),
    port: Number(setting('PORT')),
    channels: setting('BENCH_CHANNELS').split(','),
    setting,
  };
}
