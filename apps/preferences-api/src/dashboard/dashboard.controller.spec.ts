import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DashboardReader } from './dashboard-files.js';
import { DashboardController } from './dashboard.controller.js';

describe('DashboardReader', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dashboard-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function build(): void {
    const folder = join(root, 'dist/apps/dashboard');
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets', 'index-abc.js'), 'go()');
  }

  it('finds what was built, from sources and from what is built of them', () => {
    build();
    for (const below of ['apps/preferences-api/src/dashboard', 'dist/apps/preferences-api/src/dashboard']) {
      const files = new DashboardReader(join(root, below)).read();
      expect(files?.page).toBe('<!doctype html>');
      expect(files?.assets.get('index-abc.js')).toMatchObject({ type: 'text/javascript; charset=utf-8' });
    }
  });

  it('F5 lets the page be built while the API is running, and says so until then', () => {
    const controller = new DashboardController(new DashboardReader(root));
    const read = () => controller.asset('index-def.js', undefined as never);
    expect(read).toThrow('The dashboard has not been built: run npm run build');
    build();
    expect(read).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
