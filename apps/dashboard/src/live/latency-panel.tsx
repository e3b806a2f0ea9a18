import { useMemo } from 'preact/hooks';
import { FiguresTable } from '../charts/figures-table.js';
import { type Series, TimeChart } from '../charts/time-chart.js';
import { seconds } from '../format/times.js';
import { Panel } from '../panel/panel.js';
import type { Step } from './series.js';
import type { Asked } from './span.js';

/** N1. */
const TARGET = { value: 60, name: '60 s for 95 %' };
/** As high as the two charts beside it. */
const HEIGHT = 310;
const RANGE = { least: 0.05, most: 120 };

const PERCENTILES = [
  { key: 'p50', name: 'Half within', colour: 'p50', dash: [2, 3] },
  { key: 'p95', name: '95 % within', colour: 'p95', dash: [] },
  { key: 'p99', name: '99 % within', colour: 'p99', dash: [7, 3] },
] as const;

interface LatencyPanelProps {
  readonly steps: readonly Step[];
  readonly asked: Asked;
  readonly onRange: (from: number, to: number) => void;
}

export function LatencyPanel({ steps, asked, onRange }: LatencyPanelProps) {
  const times = useMemo(() => steps.map(({ at }) => Date.parse(at)), [steps]);
  const series = useMemo(() => seriesOf(steps), [steps]);
  return (
    <Panel size="half" title="From event to provider" note="p50, p95, p99 of those that did not have to wait">
      <p class="figure-line">{latestOf(steps)}</p>
      <TimeChart
        title="Time from event to provider"
        kind="lines"
        times={times}
        height={HEIGHT}
        from={asked.from}
        to={asked.to}
        series={series}
        format={seconds}
        logarithmic={RANGE}
        target={TARGET}
        onRange={onRange}
      />
      <FiguresTable caption="Time from event to provider" times={times} series={series} format={seconds} />
    </Panel>
  );
}

function seriesOf(steps: readonly Step[]): Series[] {
  return PERCENTILES.map(({ key, ...line }) => ({ ...line, values: steps.map(({ acceptance }) => acceptance[key]) }));
}

function latestOf(steps: readonly Step[]) {
  const last = [...steps].reverse().find(({ acceptance }) => acceptance.p95 !== null);
  if (last === undefined) return 'Nothing was measured in this window.';
  return (
    <>
      <strong>{seconds(last.acceptance.p95)}</strong> for 95 %, <strong>{seconds(last.acceptance.p50)}</strong> for
      half, in the latest step
    </>
  );
}
