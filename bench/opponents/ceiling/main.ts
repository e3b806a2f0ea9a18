/** A process of the ceiling: its role is the argument. */
import { createServer } from 'node:http';
import type { Consumer } from 'kafkajs';
import type { Role } from '../contender.js';
import { runDispatcher } from './dispatcher.js';
import { runInAppWorker } from './in-app-worker.js';
import { type Place, placeOf } from './place.js';
import { sendgrid, twilio } from './providers.js';
import { runWorker } from './worker.js';

const RUNS = {
  dispatcher: runDispatcher,
  'email-worker': (place) => runWorker(place, sendgrid(place)),
  'sms-worker': (place) => runWorker(place, twilio(place)),
  'in-app-worker': runInAppWorker,
} as const satisfies Record<Role, (place: Place) => Promise<Consumer>>;

const place = placeOf(process.env);
const consumer = await RUNS[process.argv[2] as Role](place);
createServer((_, response) => response.writeHead(200).end()).listen(place.port, '127.0.0.1');
process.once('SIGTERM', () => void consumer.disconnect().then(() => process.exit(0)));
