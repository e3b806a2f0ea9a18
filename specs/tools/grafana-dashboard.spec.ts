import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS } from '#contracts';
import { type Series, expectToBeAnswerable, knownSeries } from './metric-vocabulary.fixture.js';

interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: GridPosition;
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit: string } };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

interface Dashboard {
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
  readonly panels: readonly PanelJson[];
}

const dashboard = JSON.parse(readFileSync('deploy/grafana/order-notifications.json', 'utf8')) as Dashboard;
const rows = dashboard.panels.filter(({ type }) => type === 'row');
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const queries = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }): [string, string] => [title, expr]));

describe('F5 the Grafana dashboard', () => {
  let series: Series;

  beforeAll(async () => {
    series = await knownSeries();
  });

  it.each(queries)('"%s" asks for what the apps show: %s', (_, expr) => {
    expectToBeAnswerable(expr, series);
  });

  it('has panels with a title of their own, a description, a unit and queries', () => {
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const bare = panels.filter(
      ({ description, fieldConfig, targets }) => !description || !fieldConfig?.defaults.unit || !targets?.length,
    );
    expect(bare).toEqual([]);
  });

  it('has panels that lie beside each other, not on each other', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(dashboard.panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24)).toEqual([]);
    const overlaps = dashboard.panels.flatMap((panel, index) =>
      dashboard.panels.slice(index + 1).filter((other) => overlap(panel.gridPos, other.gridPos)),
    );
    expect(overlaps).toEqual([]);
    expect(rows.length).toBeGreaterThan(3);
  });

  it('leaves the source of data and the channels to who looks', () => {
    expect(dashboard.templating.list).toMatchObject([
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      { name: 'channel', query: CHANNELS.join(',') },
    ]);
    expect(new Set(panels.map(({ datasource }) => datasource?.uid))).toEqual(new Set(['${datasource}']));
    expect(dashboard.schemaVersion).toBe(39);
  });
});

function overlap(a: GridPosition, b: GridPosition): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
