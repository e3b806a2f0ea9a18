import type { LiveFigures } from '#contracts';
import { useMemo } from 'preact/hooks';
import { FiguresTable } from '../charts/figures-table.js';
import { type Series, TimeChart } from '../charts/time-chart.js';
import { compact, count } from '../format/numbers.js';
import { Panel } from '../panel/panel.js';
import { type Step, ratePerSecond } from './series.js';
import { type Asked, STEP_MS } from './span.js';

/** What became of notifications in a step, from the bottom of a bar to its top. Deliveries are over time behind what was sent: a line of their own. */
const OUTCOMES = [
  { name: 'Sent', colour: 'sent', of: (step: Step) => step.sent },
  { name: 'Not sent, by rule', colour: 'held', of: (step: Step) => step.suppressed + step.superseded + step.expired },
  { name: 'Failed', colour: 'failed', of: (step: Step) => step.failed },
  { name: 'Delivered', colour: 'delivered', line: true, of: (step: Step) => step.delivered },
] as const;

/** Far fewer: on the scale of the others they would not be seen. */
const TROUBLES = [
  { name: 'Failed', colour: 'failed', of: (step: Step) => step.failed },
  { name: 'Retried', colour: 'retried', of: (step: Step) => step.retried },
] as const;

const TROUBLES_HEIGHT = 96;

interface ThroughputPanelProps {
  readonly steps: readonly Step[];
  readonly asked: Asked;
  /** They tell the rate of their moment. */
  readonly figures: LiveFigures | null;
  readonly onRange: (from: number, to: number) => void;
}

export function ThroughputPanel({ steps, asked, figures, onRange }: ThroughputPanelProps) {
  const stepMs = STEP_MS[asked.interval];
  const times = useMemo(() => steps.map(({ at }) => Date.parse(at)), [steps]);
  const series = useMemo(() => seriesOf(OUTCOMES, steps, stepMs), [steps, stepMs]);
  const troubles = useMemo(() => seriesOf(TROUBLES, steps, stepMs), [steps, stepMs]);
  const { from, to } = asked;
  const charted = { kind: 'bars', times, from, to, format: compact, onRange } as const;
  const rate =
    figures === null ? null : ratePerSecond(figures.minutes, ({ planned }) => planned, Date.parse(figures.at));
  return (
    <Panel size="half" title="Throughput" note="notifications a minute, by what became of them">
      <p class="figure-line">
        <strong data-figure="rate">{rate === null ? '–' : rate < 10 ? rate.toFixed(1) : count(rate)}</strong> planned a
        second in the last whole minute,{' '}
        <strong data-figure="this-minute">{count(figures?.minutes.at(-1)?.planned)}</strong> so far in this one
      </p>
      <TimeChart {...charted} title="Throughput by outcome" series={series} />
      <TimeChart {...charted} title="Failures and retries" series={troubles} height={TROUBLES_HEIGHT} />
      <FiguresTable
        caption="Notifications a minute"
        times={times}
        series={[...series, ...troubles.slice(1)]}
        format={count}
      />
    </Panel>
  );
}

interface Outcome {
  readonly name: string;
  readonly colour: string;
  readonly line?: boolean;
  readonly of: (step: Step) => number;
}

function seriesOf(outcomes: readonly Outcome[], steps: readonly Step[], stepMs: number): Series[] {
  const minutes = stepMs / 60_000;
  return outcomes.map(({ of, ...series }) => ({ ...series, values: steps.map((step) => of(step) / minutes) }));
}
