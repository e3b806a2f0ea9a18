/** Implements F5, F9. The first line: how the service stands, and how much that can be trusted. */
import type { LiveFigures } from '#contracts';
import { useEffect } from 'preact/hooks';
import { CHANNEL_NAMES, scopeName } from '../format/words.js';
import { count, percentDown } from '../format/numbers.js';
import { age, moment, seconds, timeOfDay, withSeconds } from '../format/times.js';
import { lagOf } from './lag.js';
import type { Connection, Received } from './live-feed.js';
import { type Freshness, isStale } from './use-freshness.js';

const NAME = 'Order notifications';

type Tone = 'ok' | 'warn' | 'bad' | 'plain';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
  readonly tone?: Tone;
}

const STATES = {
  ok: { title: 'Within objectives', mark: '✓', tone: 'ok' },
  at_risk: { title: 'Within objectives, at risk', mark: '▲', tone: 'warn' },
  breached: { title: 'Not within objectives', mark: '✕', tone: 'bad' },
} as const satisfies Record<LiveFigures['verdict']['state'], { title: string; mark: string; tone: Tone }>;

/** N1 allows a minute. */
const LONG_WAIT_SECONDS = 60;
const NOTABLE_WAIT_SECONDS = 30;
const LITTLE_BUDGET = 0.25;

interface VerdictProps {
  readonly received: Received | null;
  readonly connection: Connection;
  readonly freshness: Freshness;
}

export function Verdict({ received, connection, freshness }: VerdictProps) {
  const stale = isStale(freshness);
  useTabTitle(received === null || stale ? null : STATES[received.figures.verdict.state]);
  return (
    <section class="verdict panel" aria-label="Verdict">
      {received === null ? (
        <p class="headline plain">{connection.state === 'connecting' ? 'Connecting…' : 'No figures yet'}</p>
      ) : (
        <Headline verdict={received.figures.verdict} stale={stale} />
      )}
      <ConnectionState connection={connection} freshness={freshness} />
      {received !== null && <Facts figures={received.figures} stale={stale} />}
    </section>
  );
}

/** Seen also while another tab is in front. */
function useTabTitle(state: { readonly title: string; readonly mark: string } | null): void {
  const title = state === null ? `? ${NAME}` : `${state.mark} ${state.title} – ${NAME}`;
  useEffect(() => {
    document.title = title;
    return () => (document.title = NAME);
  }, [title]);
}

function Headline({ verdict, stale }: { readonly verdict: LiveFigures['verdict']; readonly stale: boolean }) {
  const { title, mark, tone } = STATES[verdict.state];
  return (
    <div class={`headline ${stale ? 'plain' : tone}`}>
      <span class="mark" aria-hidden="true">
        {stale ? '?' : mark}
      </span>
      <p>
        <strong>{stale ? `Not known now. Last: ${title.toLowerCase()}` : title}</strong> <span>{verdict.summary}</span>
      </p>
    </div>
  );
}

/** Read aloud when it changes, which is rare; the age of the figures, which changes every second, is not. */
function ConnectionState({ connection, freshness }: Omit<VerdictProps, 'received'>) {
  const { tone, words, title } = connectionWords(connection, freshness);
  return (
    <p class="connection">
      <span class={`pill ${tone}`} role="status" title={title}>
        <i class="dot" aria-hidden="true" />
        {words}
      </span>
      <span class="muted small">
        {freshness.age === null ? (
          'No figures received'
        ) : (
          <>Figures {age(freshness.age) === 'now' ? 'of now' : `${age(freshness.age)} old`}</>
        )}
      </span>
    </p>
  );
}

function connectionWords(connection: Connection, freshness: Freshness): { tone: Tone; words: string; title?: string } {
  switch (connection.state) {
    case 'connecting':
      return { tone: 'plain', words: 'Connecting' };
    case 'live':
      if (freshness.paused) return { tone: 'warn', words: 'Paused' };
      return isStale(freshness) ? { tone: 'warn', words: 'Stale' } : { tone: 'ok', words: 'Live' };
    case 'reconnecting':
      return {
        tone: 'bad',
        words: `Reconnecting since ${withSeconds(connection.since)}`,
        title: connection.message,
      };
    case 'troubled':
      return {
        tone: 'bad',
        words: `No new figures since ${withSeconds(connection.since)}`,
        title: connection.message,
      };
    case 'refused':
      return { tone: 'bad', words: connection.message };
  }
}

function Facts({ figures, stale }: { readonly figures: LiveFigures; readonly stale: boolean }) {
  const facts = [budget, oldest, lag, deadLetters, halts, pauses, alerts].map((fact) => fact(figures));
  return (
    <dl class={`facts${stale ? ' stale' : ''}`}>
      {facts.map(({ name, value, note, tone = 'plain' }) => (
        <div key={name} class={tone}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note !== undefined && <span class="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Of the objective that has the least left. */
function budget({ verdict }: LiveFigures): Fact {
  const known = verdict.objectives.filter(({ budgetLeft }) => budgetLeft !== null);
  const least = known.sort((a, b) => (a.budgetLeft ?? 0) - (b.budgetLeft ?? 0))[0];
  const left = least?.budgetLeft;
  if (least === undefined || left === undefined || left === null) {
    return { name: 'Budget left', value: '–', note: 'too little to tell' };
  }
  const tone = left <= 0 ? 'bad' : left < LITTLE_BUDGET ? 'warn' : 'plain';
  return {
    name: 'Budget left',
    value: percentDown(left, 0),
    note: `${least.id}, ${CHANNEL_NAMES[least.channel]}`,
    tone,
  };
}

function oldest({ waiting }: LiveFigures): Fact {
  const [worst] = [...waiting].sort((a, b) => (b.oldestDueSeconds ?? -1) - (a.oldestDueSeconds ?? -1));
  const oldestDue = worst?.oldestDueSeconds ?? null;
  if (worst === undefined || oldestDue === null) return { name: 'Oldest waiting', value: 'None due' };
  const tone = oldestDue >= LONG_WAIT_SECONDS ? 'bad' : oldestDue >= NOTABLE_WAIT_SECONDS ? 'warn' : 'plain';
  return { name: 'Oldest waiting', value: seconds(oldestDue), note: CHANNEL_NAMES[worst.channel], tone };
}

function lag({ consumers }: LiveFigures): Fact {
  const name = 'Consumer lag';
  const { total, hasUnknown, worst } = lagOf(consumers);
  if (total === null) return { name, value: 'Unknown', note: 'Kafka does not answer', tone: 'warn' };
  if (hasUnknown) return { name, value: `${count(total)} + unknown`, note: 'Kafka tells a part only', tone: 'warn' };
  return { name, value: count(total), note: worst?.topic ?? 'all is read' };
}

function deadLetters({ deadLetters: { notifications, rejectedEvents } }: LiveFigures): Fact {
  return {
    name: 'Dead letters',
    value: count(notifications + rejectedEvents),
    note: `${count(notifications)} given up, ${count(rejectedEvents)} unreadable`,
  };
}

function halts({ halts: list }: LiveFigures): Fact {
  const [first] = list;
  if (first === undefined) return { name: 'Providers', value: 'All open' };
  return {
    name: 'Providers',
    value: `${list.map(({ channel }) => CHANNEL_NAMES[channel]).join(', ')} halted`,
    note: `until ${timeOfDay(first.until)}`,
    tone: 'bad',
  };
}

function pauses({ pauses: list }: LiveFigures): Fact {
  const [first] = list;
  if (first === undefined) return { name: 'Pauses', value: 'None' };
  return {
    name: 'Pauses',
    value: list.map(({ scope }) => scopeName(scope)).join(', '),
    note: `since ${moment(first.since)}, by ${first.by}`,
    tone: 'warn',
  };
}

function alerts({ alerts: list }: LiveFigures): Fact {
  const pages = list.filter(({ severity }) => severity === 'page').length;
  if (list.length === 0) return { name: 'Alerts', value: 'None' };
  return {
    name: 'Alerts',
    value: `${list.length} raised`,
    note: `${pages} to look at now`,
    tone: pages > 0 ? 'bad' : 'warn',
  };
}
