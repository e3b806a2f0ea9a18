import { describe, expect, it } from '@jest/globals';
import { developmentSettings } from '../infra/development-settings.js';
import { checkEnvironment } from './environment-check.js';
import { PROGRAMS } from './programs.js';

const COMPLETE = {
  ...developmentSettings(),
  DATABASE_URL: 'postgres://notifications@postgres/notifications',
  KAFKA_BROKERS: 'kafka:9092',
};

const check = (env: Record<string, string | undefined>, app?: string) =>
  checkEnvironment(
    PROGRAMS.filter(({ name }) => app === undefined || name === app),
    PROGRAMS,
    env,
  );

describe('an environment', () => {
  it('that has all settings is in order, whatever else is in it', () => {
    const others = {
      PATH: '/bin',
      HOME: '/root',
      NODE_ENV: 'production',
      HOSTNAME: 'a',
      EVENT_LOOP: 'x',
      PORT: '3000',
    };
    expect(check({ ...COMPLETE, ...others })).toEqual({ faults: [], warnings: [] });
  });

  it('has its faults named with who has them, each once', () => {
    const { faults } = check({ ...COMPLETE, DAILY_CAP: 'many', SENDGRID_FROM_EMAIL: '' });
    expect(faults).toEqual([
      'DAILY_CAP: must be a number (preferences-api, dispatcher, email-worker, sms-worker, in-app-worker)',
      'SENDGRID_FROM_EMAIL: must be an email address (email-worker)',
    ]);
  });

  it('may be that of one app, which knows the names of the others', () => {
    expect(check({ ...COMPLETE, SENDGRID_FROM_EMAIL: '' }, 'dispatcher')).toEqual({ faults: [], warnings: [] });
  });

  it.each([
    ['KAFKA_BROKER', 'is KAFKA_BROKERS meant?'],
    ['KAFKABROKERS', 'is KAFKA_BROKERS meant?'],
    ['kafka_brokers', 'is KAFKA_BROKERS meant?'],
    ['RETENTION_MONTH', 'is RETENTION_MONTHS meant?'],
    ['DATABSE_URL_FILE', 'is DATABASE_URL_FILE meant?'],
  ])('with %s is warned of a name that may be misspelt', (name, question) => {
    const warning = `${name} is no setting of any app: ${question}`;
    expect(check({ ...COMPLETE, [name]: 'x' })).toEqual({ faults: [], warnings: [warning] });
  });

  it('is warned of a name that begins as settings of ours do', () => {
    const { warnings } = check({ ...COMPLETE, SENDGRID_TEMPLATE_FOLDER: 'x' });
    expect(warnings).toEqual(['SENDGRID_TEMPLATE_FOLDER is no setting of any app']);
  });

  it('may name a file for each setting', () => {
    const { DATABASE_URL, ...rest } = COMPLETE;
    expect(DATABASE_URL).toBeDefined();
    const { faults, warnings } = check({ ...rest, DATABASE_URL_FILE: '/nowhere' }, 'db:migrate');
    expect(warnings).toEqual([]);
    expect(faults).toEqual([
      'DATABASE_URL_FILE: cannot read the file (ENOENT) (db:migrate)',
      'DATABASE_URL: is required (db:migrate)',
    ]);
  });

  it('has no value quoted', () => {
    const secret = 'hunter2-and-more';
    const { faults, warnings } = check(Object.fromEntries(Object.keys(COMPLETE).map((name) => [name, secret])));
    expect(faults.length).toBeGreaterThan(5);
    expect([...faults, ...warnings].join()).not.toContain(secret);
  });
});
