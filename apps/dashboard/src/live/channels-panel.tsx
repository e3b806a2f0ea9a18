import type { Analytics, LiveFigures } from '#contracts';
import { count, percent } from '../format/numbers.js';
import { seconds, timeOfDay } from '../format/times.js';
import { CHANNEL_NAMES, PROVIDER_NAMES } from '../format/words.js';
import { Panel } from '../panel/panel.js';

interface ChannelsPanelProps {
  readonly analytics: Analytics;
  readonly figures: LiveFigures | null;
}

export function ChannelsPanel({ analytics, figures }: ChannelsPanelProps) {
  return (
    <Panel size="full" title="Channels" note="delivery rate = delivered ÷ (delivered + failed); from 20 of them on">
      <div class="scroll" tabIndex={0} role="region" aria-label="Channels: table">
        <table>
          <thead>
            <tr>
              <th scope="col">Channel</th>
              <th scope="col">Provider</th>
              <th scope="col">State</th>
              <NumberHeads names={HEADS} />
            </tr>
          </thead>
          <tbody>
            {analytics.channels.map((row) => (
              <Row key={`${row.channel} ${row.provider}`} row={row} figures={figures} />
            ))}
            <Totals totals={analytics.totals} />
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const HEADS = [
  'Planned',
  'Sent',
  'Delivered',
  'Failed',
  'Not sent',
  'Retried',
  'Delivery rate',
  'p50',
  'p95',
  'p99',
  'Delivered in, p95',
  'Segments',
];

function NumberHeads({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name) => (
        <th key={name} scope="col" class="number">
          {name}
        </th>
      ))}
    </>
  );
}

type ChannelFigures = Analytics['channels'][number];

function Row({ row, figures }: { readonly row: ChannelFigures; readonly figures: LiveFigures | null }) {
  return (
    <tr>
      <th scope="row">{CHANNEL_NAMES[row.channel]}</th>
      <td>{PROVIDER_NAMES[row.provider] ?? row.provider}</td>
      <td>{figures === null ? '–' : <State channel={row.channel} figures={figures} />}</td>
      <Numbers figures={row} segments={row.channel === 'sms' ? count(row.segments) : '–'} />
    </tr>
  );
}

function Totals({ totals }: { readonly totals: Analytics['totals'] }) {
  return (
    <tr class="total">
      <th scope="row">All</th>
      <td />
      <td />
      <Numbers figures={totals} segments={count(totals.segments)} />
    </tr>
  );
}

interface NumbersProps {
  readonly figures: Omit<Analytics['totals'], 'events'>;
  readonly segments: string;
}

function Numbers({ figures, segments }: NumbersProps) {
  const { planned, sent, delivered, failed, suppressed, superseded, expired, retried, deliveryRate } = figures;
  const { acceptance, delivery } = figures;
  const byRule = suppressed + superseded + expired;
  const cells = [
    ...[planned, sent, delivered, failed, byRule, retried].map(count),
    percent(deliveryRate, 2),
    ...[acceptance.p50, acceptance.p95, acceptance.p99, delivery.p95].map(seconds),
    segments,
  ];
  return (
    <>
      {cells.map((cell, i) => (
        <td key={HEADS[i]} class={`number${HEADS[i] === 'Failed' && failed > 0 ? ' failed' : ''}`}>
          {cell}
        </td>
      ))}
    </>
  );
}

function State({ channel, figures }: { readonly channel: ChannelFigures['channel']; readonly figures: LiveFigures }) {
  const halt = figures.halts.find((each) => each.channel === channel);
  if (halt !== undefined) {
    return (
      <span class="pill bad" title={halt.reason}>
        ✕ Halted until {timeOfDay(halt.until)}
      </span>
    );
  }
  const pause = figures.pauses.find(({ scope }) => scope === 'all' || scope === channel);
  return pause === undefined ? <span class="pill ok">✓ Open</span> : <span class="pill warn">‖ Paused</span>;
}
