/** A system that has lived through a day is searched for everything it was told about its customers. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ByteSearch } from '../system/search/byte-search.js';
import { disguisesOf } from '../system/search/disguises.js';
import { eventually } from '../system/eventually.js';
import { EventfulDay } from '../system/search/eventful-day.js';
import { KnownPeople, emailOf } from '../system/search/known-people.js';
import { type Place, files, metrics, tables, topics } from '../system/search/places.js';
import { StrayOutput } from '../system/search/stray-output.js';
import { type PrivateServer, privatePostgres } from '../system/private-services.js';
import { drawSeed } from '../system/seed.js';
import { TestSystem } from '../system/test-system.js';
import { TraceCollector } from '../system/trace-collector.js';

const DAY_MS = 240_000;
const CONTROL = 'control';

/** Past the logger: whatever a library, or a line left in by mistake, may do. */
const WAYS_TO_PRINT = [
  ['standard output', (text: string) => process.stdout.write(`${text}\n`)],
  ['standard error', (text: string) => process.stderr.write(`${text}\n`)],
  ['the console', (text: string) => console.error('%s', text)],
] as const;

describe('N6 personal data', () => {
  const people = new KnownPeople(drawSeed('SEARCH_SEED'));
  const log: string[] = [];
  let stray: StrayOutput;
  let postgres: PrivateServer;
  let collector: TraceCollector;
  let system: TestSystem;
  let harmless: { orderId: string; userId: string };

  beforeAll(async () => {
    stray = StrayOutput.capture();
    postgres = await privatePostgres();
    await postgres.start();
    collector = await TraceCollector.start();
    // A server of its own: its files are searched, and hold nothing of other tests.
    process.env['DATABASE_URL'] = postgres.address;
    const env = {
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      EMAIL_RETRY_DELAYS: '1s,1s,1s',
      SMS_RETRY_DELAYS: '1s,1s,1s',
    };
    system = await TestSystem.start(env, { write: (line) => void log.push(line) });
    await system.database.query(`ALTER SYSTEM SET wal_keep_size = '4GB'`);
    await system.database.query(`SELECT pg_reload_conf()`);
    harmless = await new EventfulDay(system, people).live();
  }, DAY_MS);

  afterAll(async () => {
    stray.release();
    await system.stop();
    await collector.stop();
    await postgres.remove();
  }, 60_000);

  async function dataFolder(): Promise<string> {
    const [row] = await system.database.query<{ data_directory: string }>('SHOW data_directory');
    return row?.data_directory ?? '';
  }

  /** @returns what was found where; and fails unless the order's or customer's id was, which is no secret */
  async function search(places: AsyncIterable<Place> | Iterable<Place>, control: string): Promise<string[]> {
    const search = new ByteSearch([...people.patterns(), ...disguisesOf(CONTROL, control)]);
    const found: string[] = [];
    let controls = 0;
    for await (const { name, bytes } of places) {
      for (const label of search.findIn(bytes)) {
        if (label.startsWith(CONTROL)) controls += 1;
        else found.push(`${label} in ${name}`);
      }
    }
    expect(controls).toBeGreaterThan(0);
    return found.sort();
  }

  it('is in no table', async () => {
    expect(await search(tables(system.database), harmless.orderId)).toEqual([]);
  }, 60_000);

  it('is in no file of the database server, the write-ahead log included', async () => {
    await system.database.query('CHECKPOINT');
    const folder = await dataFolder();
    expect(await search(files(folder), harmless.orderId)).toEqual([]);
    expect(await search(files(`${folder}/pg_wal`), harmless.orderId)).toEqual([]);
    expect(await search(files(postgres.folder), 'database system is ready')).toEqual([]);
  }, 120_000);

  it('is on no topic of ours', async () => {
    expect(await search(topics(system), harmless.orderId)).toEqual([]);
  }, 120_000);

  it('is on no page of metrics', async () => {
    expect(await search(metrics(system), 'order_shipped')).toEqual([]);
  }, 30_000);

  it('is in no trace', async () => {
    const isReport = ({ name }: { name: string }) => name.startsWith('report ');
    await eventually(() => expect(collector.spans.some(isReport)).toBe(true));
    const spans = { name: 'traces', bytes: Buffer.concat(collector.bodies) };
    expect(await search([spans], harmless.orderId)).toEqual([]);
    for (const app of ['dispatcher', 'preferences-api', 'email-worker', 'sms-worker', 'in-app-worker'])
      expect(await search([spans], app)).toEqual([]);
  }, 30_000);

  it('is in no line of a log at its most talkative', async () => {
    const lines = { name: 'log', bytes: Buffer.from(log.join('')) };
    expect(await search([lines], 'dispatcher')).toEqual([]);
    for (const app of ['preferences-api', 'email-worker', 'sms-worker', 'in-app-worker']) {
      expect(await search([lines], `"app":"${app}"`)).toEqual([]);
    }
  }, 30_000);

  it('is in nothing that was printed past the log', async () => {
    for (const [way, print] of WAYS_TO_PRINT) {
      print(`${way} was heard`);
      expect(await search(stray.places(), `${way} was heard`)).toEqual([]);
    }
  }, 30_000);

  it('is found when it is there', async () => {
    const stranger = emailOf(new KnownPeople(7).next());
    await system.database.query('CREATE TABLE planted (email text)');
    await system.database.query('INSERT INTO planted VALUES ($1)', [stranger]);
    await system.database.query('CHECKPOINT');
    const folder = await dataFolder();
    const search = new ByteSearch(disguisesOf('planted', stranger));
    for (const places of [tables(system.database), files(`${folder}/base`), files(`${folder}/pg_wal`)]) {
      let found = 0;
      for await (const { bytes } of places) found += search.findIn(bytes).size;
      expect(found).toBeGreaterThan(0);
    }
  }, 60_000);
});

describe('N6 the search for personal data', () => {
  const address = emailOf(new KnownPeople(1).next());
  const search = new ByteSearch(disguisesOf('it', address));

  it.each(disguisesOf('it', address))('finds $label', ({ label, bytes }) => {
    const around = Buffer.concat([Buffer.from('{"before":1,'), bytes, Buffer.from('}')]);
    expect([...search.findIn(around)]).toContain(label);
  });

  it.each(['', 'a', 'ab', 'abc'])('finds it in base64 behind %j', (before) => {
    const encoded = Buffer.from(`${before}${address} and more`).toString('base64');
    expect(search.findIn(Buffer.from(encoded))).toContain('it as base64');
  });

  it.each(WAYS_TO_PRINT)('hears it on %s', (_, print) => {
    const heard = StrayOutput.capture();
    print(`Cannot deliver to ${address}`);
    heard.release();
    const bytes = Buffer.concat([...heard.places()].map((place) => place.bytes));
    expect(search.findIn(bytes)).toContain('it plain');
  });

  it('finds nothing in what is not it', () => {
    expect(search.findIn(Buffer.from(`${address.slice(0, -1)}${address.slice(1)}`))).toEqual(new Set());
  });
});
