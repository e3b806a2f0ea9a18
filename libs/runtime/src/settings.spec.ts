import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { processSettings } from './process.settings.js';
import { SettingsError, baseUrl, duration, durations, flag, integer, loadSettings, required } from './settings.js';

const provider = z
  .object({ API_KEY: required(), TIMEOUT: duration().prefault('10s'), SANDBOX: flag().default(false) })
  .transform((env) => ({ apiKey: env.API_KEY, timeoutMs: env.TIMEOUT, sandbox: env.SANDBOX }));

const limits = z.object({ CAP: integer(0, 100).default(50), DELAYS: durations().prefault('60s, 5m') });

function faultsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('are read group by group, with defaults', () => {
    expect(loadSettings({ provider, limits }, { API_KEY: 'k', SANDBOX: 'on', CAP: '7' })).toEqual({
      provider: { apiKey: 'k', timeoutMs: 10_000, sandbox: true },
      limits: { CAP: 7, DELAYS: [60_000, 300_000] },
    });
  });

  it('cannot be changed afterwards, on any level', () => {
    const settings = loadSettings({ limits }, {});
    expect([settings, settings.limits, settings.limits.DELAYS].every(Object.isFrozen)).toBe(true);
  });

  it('name the faults of all groups at once', () => {
    const env = { TIMEOUT: 'soon', SANDBOX: 'maybe', CAP: '101', DELAYS: '1m,later' };
    const faults = faultsOf(() => loadSettings({ provider, limits }, env));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['API_KEY', 'TIMEOUT', 'SANDBOX', 'CAP', 'DELAYS.1']);
    expect(faults).toContain('API_KEY: is required');
    expect(new SettingsError(faults).message.split('\n')).toHaveLength(6);
  });

  it('name a fault that two groups share once', () => {
    const other = z.object({ API_KEY: required() });
    expect(faultsOf(() => loadSettings({ provider, other }, {}))).toEqual(['API_KEY: is required']);
  });

  it('never quote a value', () => {
    const secret = 's3cr3t';
    const url = z.object({ URL: baseUrl(), CHOICE: z.enum(['a', 'b']) });
    const env = { TIMEOUT: secret, SANDBOX: secret, CAP: secret, DELAYS: secret, URL: secret, CHOICE: secret };
    const faults = faultsOf(() => loadSettings({ provider, limits, url }, env));
    expect(faults).toHaveLength(7);
    expect(faults.join()).not.toContain(secret);
  });

  it.each(['', ' ', '\n'])('count %j as absent', (empty) => {
    expect(loadSettings({ limits }, { CAP: empty, DELAYS: empty }).limits.CAP).toBe(50);
    expect(faultsOf(() => loadSettings({ provider }, { API_KEY: empty }))).toEqual(['API_KEY: is required']);
  });
});

describe('settings from files', () => {
  let folder: string;
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('are taken from where <NAME>_FILE points, without the line break at the end', () => {
    expect(loadSettings({ provider }, { API_KEY_FILE: file('key', 'from file\n') }).provider.apiKey).toBe('from file');
  });

  it.each([['before'], ['after']])('win over the variable, standing %s it', (place) => {
    const API_KEY_FILE = file('key', 'from file');
    const env = place === 'before' ? { API_KEY_FILE, API_KEY: 'v' } : { API_KEY: 'v', API_KEY_FILE };
    expect(loadSettings({ provider }, env).provider.apiKey).toBe('from file');
  });

  it('count an empty file, or the name of none, as absent', () => {
    const missing = ['API_KEY: is required'];
    expect(faultsOf(() => loadSettings({ provider }, { API_KEY_FILE: file('empty', '\n') }))).toEqual(missing);
    expect(faultsOf(() => loadSettings({ provider }, { API_KEY_FILE: '' }))).toEqual(missing);
    expect(loadSettings({ provider }, { API_KEY_FILE: '', API_KEY: 'v' }).provider.apiKey).toBe('v');
  });

  it('that cannot be read are a fault, which does not say where they are', () => {
    const faults = faultsOf(() => loadSettings({ provider, limits }, { API_KEY_FILE: join(folder, 'none'), CAP: 'x' }));
    expect(faults).toContain('API_KEY_FILE: cannot read the file (ENOENT)');
    expect(faults).toContain('CAP: must be a number');
    expect(faults.join()).not.toContain(folder);
  });

  it('are left alone where no setting has the name', () => {
    const env = { API_KEY: 'v', SSL_CERT_FILE: join(folder, 'none'), NPM_FILE: folder };
    expect(loadSettings({ provider }, env).provider.apiKey).toBe('v');
  });
});

describe('a value', () => {
  const parse = (schema: z.ZodType, text: string): unknown => {
    const result = schema.safeParse(text);
    return result.success ? result.data : 'refused';
  };

  it.each([
    ['0s', 0],
    ['500ms', 500],
    ['60s', 60_000],
    ['15m', 900_000],
    ['72h', 259_200_000],
    ['2d', 172_800_000],
    ['60', 'refused'],
    ['1.5h', 'refused'],
    ['-1s', 'refused'],
    ['1 h', 'refused'],
    ['1h30m', 'refused'],
  ])('that is a duration: %s is %s', (text, expected) => {
    expect(parse(duration(), text)).toBe(expected);
  });

  it.each([
    ['60s,300s,900s', [60_000, 300_000, 900_000]],
    [' 1m , 5m ', [60_000, 300_000]],
    ['1m,', 'refused'],
    ['', 'refused'],
  ])('that is a list of durations: %j is %j', (text, expected) => {
    expect(parse(durations(), text)).toEqual(expected);
  });

  it.each([
    ['true', true],
    ['on', true],
    ['1', true],
    ['false', false],
    ['off', false],
    ['0', false],
    ['yes', 'refused'],
  ])('that is a flag: %s is %s', (text, expected) => {
    expect(parse(flag(), text)).toBe(expected);
  });

  it.each([
    ['0', 0],
    ['10', 10],
    ['11', 'refused'],
    ['-1', 'refused'],
    ['2.5', 'refused'],
    ['many', 'refused'],
    ['Infinity', 'refused'],
  ])('that is a whole number of 0 to 10: %s is %s', (text, expected) => {
    expect(parse(integer(0, 10), text)).toBe(expected);
  });

  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['http://localhost:3000//', 'http://localhost:3000'],
    ['https://shop.example/notify/', 'https://shop.example/notify'],
    ['ftp://shop.example', 'refused'],
    ['shop.example', 'refused'],
  ])('that is an address: %s is %s', (text, expected) => {
    expect(parse(baseUrl(), text)).toBe(expected);
  });
});

describe('settings of every process', () => {
  const load = (env: Record<string, string>) => loadSettings({ process: processSettings(3000) }, env).process;

  it('have defaults', () => {
    expect(load({})).toMatchObject({ port: 3000, logLevel: 'info', appUrl: 'http://localhost:3000' });
    expect(load({}).replicaId).not.toBe('');
  });

  it('take any free port for 0', () => {
    expect(load({ PORT: '0', REPLICA_ID: 'in-app-worker-2' })).toMatchObject({ port: 0, replicaId: 'in-app-worker-2' });
  });

  it('refuse what cannot be a port or a log level', () => {
    expect(faultsOf(() => load({ PORT: '65536', LOG_LEVEL: 'loud' })).map((fault) => fault.split(':')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
    ]);
  });
});
