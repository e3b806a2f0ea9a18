/**
 * The *tutorial*: the service as a competent Nest user builds it first, by Nest's own documentation. It does the same job with the parts as they come:
 *
 * - Nest's Kafka transport: `@EventPattern`, one message at a time, and `ClientKafka.emit` for each message that leaves
 *   (https://docs.nestjs.com/microservices/kafka);
 * - TypeORM repositories, `findOneBy` and `save`, one row at a time (https://docs.nestjs.com/recipes/sql-typeorm);
 * - a socket.io gateway in the in-app worker (https://docs.nestjs.com/websockets/gateways);
 * - `@sendgrid/mail` and `twilio` with the HTTP clients that they bring.
 *
 * It is no straw man: an event's channels go at once, not one after the other; ids alone travel between the processes; an event that comes twice and
 * a message that comes twice are looked up and left out. Where a choice was free it took the faster: three small texts instead of laid-out emails, no
 * rules, no encryption, no figures, two indexes besides the primary keys. What it leaves as it comes is one partition at a time, kafkajs's default: with
 * `run: { partitionsConsumedConcurrently: 6 }` it was as fast with emails alone, and 1.6 times as fast with all three channels.
 *
 * What breaks in it, and what the service adds:
 *
 * - Lost: a dispatcher that is killed, or whose `emit` fails, between the row and its message leaves the row `pending` for ever: the event comes again and
 *   finds its row.
 * - Twice: a worker that is killed between the provider's answer and `save` sends again. It never learns of a message whose answer was lost.
 * - Twice: two consumers with the same event, while partitions move, both find nothing. The unique key refuses one row, and its handler fails.
 * - Stuck: a handler that fails is called again by kafkajs with the same message, and everything behind it on that partition waits: one address that SendGrid
 *   refuses holds up the others. No attempt is counted, no schedule kept, nothing dead-lettered.
 * - Late: what a customer changes between the row and the sending is not seen.
 * - Unheard: a gateway reaches the sockets of its own replica only, and nothing that was missed is sent again.
 * - Readable: addresses and texts stand in the table as they are, and a name with markup in it becomes markup of the email.
 */
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataRoot } from '../../../infra/data-folder.js';
import type { Contender, Progress } from '../contender.js';
import { CHANNELS } from './app/channels.js';
import { databaseOptions } from './app/database/database.options.js';
import { compile } from './compile.js';

const COMPILED = join(dataRoot, 'bench-tutorial');

export const tutorial: Contender = {
  name: 'tutorial',
  process: (role) => [join(COMPILED, role, 'main.js')],
  async prepare(databaseUrl) {
    compile(join(import.meta.dirname, 'app'), COMPILED);
    // Not by the processes: they start together.
    const database = new DataSource({ ...databaseOptions(databaseUrl), synchronize: true });
    await database.initialize();
    await database.destroy();
  },
  async progress(database, since) {
    const { rows } = await database.query<Progress>(
      `SELECT (count(*) / $2)::int AS planned,
              count("sentAt")::int AS sent,
              coalesce(extract(epoch FROM max("createdAt")), 0)::float AS "lastPlannedAt",
              coalesce(extract(epoch FROM max("sentAt")), 0)::float AS "lastSentAt"
         FROM notification
        WHERE "createdAt" >= to_timestamp($1)`,
      [since, CHANNELS.length],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('An aggregate has one row.');
    return row;
  },
};
