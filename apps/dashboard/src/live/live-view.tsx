/** Implements F5, AC-06. In one look: are customers being told, how fast, on which channel not, and why. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useApi } from '../api/use-api.js';
import { useStore } from '../store.js';
import { AlertsPanel, RaisedAlerts } from './alerts-panel.js';
import { ChannelsPanel } from './channels-panel.js';
import { ConsumersPanel } from './consumers-panel.js';
import { EngagementPanel } from './engagement-panel.js';
import { ErrorsPanel } from './errors-panel.js';
import { FunnelPanel } from './funnel-panel.js';
import { LatencyPanel } from './latency-panel.js';
import { LiveFeed, type Received } from './live-feed.js';
import { ObjectivesPanel } from './objectives-panel.js';
import { PreferenceChangesPanel } from './preference-changes-panel.js';
import { ReasonsPanel } from './reasons-panel.js';
import { ReleasesPanel } from './releases-panel.js';
import { RetriesPanel } from './retries-panel.js';
import { withLatest } from './series.js';
import { SpanControls } from './span-controls.js';
import type { Span } from './span.js';
import { ThroughputPanel } from './throughput-panel.js';
import { TypesPanel } from './types-panel.js';
import { type History, useAnalytics } from './use-analytics.js';
import { isStale, useFreshness } from './use-freshness.js';
import { Verdict } from './verdict.js';
import { WaitingPanel } from './waiting-panel.js';
import './live.css';

export function LiveView() {
  const feed = useFeed();
  const connection = useStore(feed.connection);
  const latest = useStore(feed.received);
  const [span, setSpan] = useState<Span>({ kind: 'window', window: '1h' });
  const [frozen, setFrozen] = useState<Received | null>(null);
  const shown = frozen ?? latest;
  const ahead = useStore(feed.ahead);
  const { history, problem, busy } = useAnalytics(span, frozen !== null, ahead);
  const freshness = useFreshness(shown, connection, frozen !== null);
  const stale = isStale(freshness);
  return (
    <>
      <h1 class="only-read">Live figures</h1>
      <Verdict received={shown} connection={connection} freshness={freshness} />
      {shown !== null && <RaisedAlerts alerts={shown.figures.alerts} />}
      <SpanControls
        span={span}
        onSpan={setSpan}
        busy={busy}
        frozenAt={frozen?.at ?? null}
        onFreeze={(freeze) => setFrozen(freeze ? latest : null)}
        canFreeze={latest !== null}
      />
      {problem !== null && (
        <p class="notice bad" role="alert">
          {problem} {history === null ? '' : 'What is shown may be old.'}
        </p>
      )}
      <div class={`figures${stale ? ' stale' : ''}`}>
        {history !== null && <Charts history={history} received={shown} onSpan={setSpan} span={span} />}
        {shown !== null && <Now received={shown} />}
        {history !== null && <Why history={history} />}
        {history !== null && <ErrorsPanel errors={history.analytics.errors} />}
        {shown !== null && <ConsumersPanel consumers={shown.figures.consumers} />}
        {shown !== null && <AlertsPanel raised={shown.figures.alerts} />}
        {history !== null && <Customers history={history} />}
      </div>
    </>
  );
}

interface ChartsProps {
  readonly history: History;
  readonly received: Received | null;
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
}

function Charts({ history, received, span, onSpan }: ChartsProps) {
  const { analytics, asked } = history;
  const figures = received?.figures ?? null;
  const minutes = figures?.minutes;
  // A range that was drawn stands still; a window moves on with the stream.
  const window = useMemo(() => movedTo(asked, span, received), [asked, span, received]);
  const steps = useMemo(() => withLatest(analytics.series, minutes ?? [], window), [analytics, minutes, window]);
  const back = span.kind === 'range' ? span.back : span.window;
  const onRange = (from: number, to: number): void => onSpan({ kind: 'range', from, to, back });
  return (
    <>
      <ThroughputPanel steps={steps} asked={window} figures={figures} onRange={onRange} />
      <LatencyPanel steps={steps} asked={window} onRange={onRange} />
      <ChannelsPanel analytics={analytics} figures={figures} />
    </>
  );
}

function movedTo(asked: History['asked'], span: Span, received: Received | null): History['asked'] {
  if (span.kind === 'range' || asked.interval !== '1m' || received === null) return asked;
  const last = received.figures.minutes.at(-1);
  const end = last === undefined ? asked.to : Math.max(asked.to, Date.parse(last.at) + 60_000);
  return { ...asked, from: asked.from + end - asked.to, to: end };
}

function Now({ received: { figures } }: { readonly received: Received }) {
  return (
    <>
      <WaitingPanel figures={figures} />
      <ReleasesPanel releases={figures.releases} />
      <ObjectivesPanel objectives={figures.verdict.objectives} />
    </>
  );
}

function Why({ history: { analytics } }: { readonly history: History }) {
  return (
    <>
      <FunnelPanel analytics={analytics} />
      <ReasonsPanel analytics={analytics} />
      <RetriesPanel analytics={analytics} />
    </>
  );
}

function Customers({ history: { analytics } }: { readonly history: History }) {
  return (
    <>
      <PreferenceChangesPanel analytics={analytics} />
      <EngagementPanel analytics={analytics} />
      <TypesPanel analytics={analytics} />
    </>
  );
}

function useFeed(): LiveFeed {
  const api = useApi();
  const feed = useMemo(() => new LiveFeed(api), [api]);
  useEffect(() => {
    const ended = new AbortController();
    void feed.run(ended.signal);
    return () => ended.abort();
  }, [feed]);
  return feed;
}
