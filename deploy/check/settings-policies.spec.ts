import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PROGRAMS } from '../../apps/programs.js';
import { DISPATCHER_SETTINGS, aConfigMap, aResource, aServer } from './manifests.fixture.js';
import { settingsFindings } from './settings-policies.js';

const { KAFKA_BROKERS, ...WITHOUT_KAFKA } = DISPATCHER_SETTINGS;

describe('settings of pods', () => {
  it('that their program parses are in order', () => {
    expect(settingsFindings([aServer(), aConfigMap()])).toEqual([]);
  });

  it.each([
    ['a required one', WITHOUT_KAFKA, 'KAFKA_BROKERS: is required'],
    ['a fit value', { ...DISPATCHER_SETTINGS, DAILY_CAP: 'many' }, 'DAILY_CAP: must be a number'],
    [
      'a name that is read',
      { ...DISPATCHER_SETTINGS, TWILIO_AUTH_TOKEN: 'x' },
      'TWILIO_AUTH_TOKEN is no setting of dist/apps/dispatcher/src/main.js',
    ],
    ['their port', { ...DISPATCHER_SETTINGS, PORT: '3000' }, 'listens on 3000, which is not among its ports'],
  ])('need %s', (_name, data, fault) => {
    expect(settingsFindings([aServer(), aConfigMap(data)])).toEqual([`Deployment/dispatcher: ${fault}`]);
  });

  it('may be those of Node itself', () => {
    const data = { ...DISPATCHER_SETTINGS, NODE_EXTRA_CA_CERTS: '/certificates/ca.pem' };
    expect(settingsFindings([aServer(), aConfigMap(data)])).toEqual([]);
  });

  it('come from somewhere', () => {
    const findings = settingsFindings([aServer({ envFrom: [{ secretRef: { name: 'gone' } }] })]);
    expect(findings).toContain('Deployment/dispatcher: Secret gone is not there');
  });

  it('may come from somewhere that is optional', () => {
    const envFrom = [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'gone', optional: true } }];
    expect(settingsFindings([aServer({ envFrom }), aConfigMap()])).toEqual([]);
  });

  it('may come from an external secret, whose value is not known here', () => {
    const envFrom = [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'database' } }];
    const { DATABASE_URL, ...rest } = DISPATCHER_SETTINGS;
    const external = aResource('ExternalSecret', 'database', { data: [{ secretKey: 'DATABASE_URL' }] });
    expect(DATABASE_URL).toBeDefined();
    expect(settingsFindings([aServer({ envFrom }), aConfigMap(rest), external])).toEqual([]);
  });

  it('one by one are looked up by their key', () => {
    const env = [
      { name: 'KAFKA_BROKERS', valueFrom: { configMapKeyRef: { name: 'kafka', key: 'brokers' } } },
      { name: 'LOG_LEVEL', valueFrom: { secretKeyRef: { name: 'kafka', key: 'level' } } },
    ];
    const kafka = aConfigMap({ brokers: KAFKA_BROKERS ?? '' }, 'kafka');
    expect(settingsFindings([aServer({ env }), aConfigMap(WITHOUT_KAFKA), kafka])).toEqual([
      'Deployment/dispatcher: Secret kafka is not there',
      'Deployment/dispatcher: Secret kafka has no level',
    ]);
  });

  it('are of a program that exists', () => {
    expect(settingsFindings([aServer({ args: ['dist/main.js'] }), aConfigMap()])).toEqual([
      'Deployment/dispatcher: runs dist/main.js, which is no program of ours',
    ]);
    const sources = PROGRAMS.map(({ main }) => main.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
  });
});
