import { describe, expect, it } from '@jest/globals';
import { PROGRAMS } from '../../apps/programs.js';
import { developmentSettings } from '../../infra/development-settings.js';
import { configurationPage, settingsCatalogue } from './configuration-page.js';

const catalogue = settingsCatalogue();
const rowOf = (name: string) =>
  configurationPage(catalogue)
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\` |`))
    ?.split(/ ?(?<!\\)\| ?/)
    .slice(2, -1);

describe('settings', () => {
  it('each say what they mean', () => {
    const readings = catalogue.flatMap(({ readings }) => readings);
    expect(
      readings.filter(({ meaning }) => meaning === '').map(({ name, program }) => `${name} of ${program}`),
    ).toEqual([]);
  });

  it('are all that development sets', () => {
    const names = catalogue.map(({ name }) => name);
    expect(Object.keys(developmentSettings()).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('are secret wherever they are read, or nowhere', () => {
    const mixed = catalogue.filter(({ readings }) => new Set(readings.map(({ isSecret }) => isSecret)).size > 1);
    expect(mixed.map(({ name }) => name)).toEqual([]);
  });

  it('that hold keys, passwords, secrets or tokens are secret', () => {
    const open = catalogue.filter(
      ({ name, readings }) =>
        /KEY|PASSWORD|SECRET|TOKEN|DATABASE_URL/.test(name) && !readings.every(({ isSecret }) => isSecret),
    );
    expect(open.map(({ name }) => name)).toEqual(['SENDGRID_WEBHOOK_PUBLIC_KEY']);
  });

  it.each([
    [
      'DATABASE_URL',
      ['PostgreSQL 15 or later', /^`postgres:/, '**required**', 'yes', /^preferences-api, .*db:migrate/],
    ],
    ['RETENTION_MONTHS', [/^months/, 'whole number, 4 to 120', '13', '', 'dispatcher']],
    ['KAFKA_SSL', ['TLS to the brokers', '`on` or `off`', 'off', '', /in-app-worker/]],
    ['PORT', [/listens/, /whole number/, /^3000 \(preferences-api\), 3002 \(dispatcher\)/, '', /sandbox/]],
    ['EMAIL_RETRY_DELAYS', [/^waits/, 'durations separated by commas', '60s,300s,900s', '', /dispatcher/]],
    ['EVENT_MAX_AGE', [/^age/, /^duration/, '72h', '', /dispatcher/]],
    ['START_WITHIN', [/^how long/, /^duration/, '60s', '', 'all']],
    ['REPLICA_ID', [/^stable/, /^text/, 'the host name', '', /sandbox/]],
    ['AUTH_JWKS_URL', [/^where/, /^http/, /^\*\*required\*\* this or/, '', 'preferences-api, in-app-worker']],
    ['LOG_LEVEL', [/^the least/, /^`trace`, `debug`/, 'info', '', /sandbox/]],
    ['TOPIC_PREFIX', [/^stands/, /^up to 64/, 'none', '', /topics:create/]],
    ['TWILIO_AUTH_TOKEN', [/webhooks.*; .*handed to Twilio.*; .*sandbox/, 'text', '**required**', 'yes', /sms-worker/]],
  ] as const)('have a row: %s', (name, cells) => {
    const expected = cells.map((cell): unknown => (typeof cell === 'string' ? cell : expect.stringMatching(cell)));
    expect(rowOf(name)).toEqual(expected);
  });

  it('are read by programs that are all listed', () => {
    const programs = new Set(catalogue.flatMap(({ readings }) => readings.map(({ program }) => program)));
    expect([...programs].sort()).toEqual(PROGRAMS.map(({ name }) => name).sort());
  });
});
