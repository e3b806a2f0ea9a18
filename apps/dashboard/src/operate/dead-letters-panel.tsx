/** Implements F4, F9, AC-16. What was given up on, and another try at it: one, or those that wait longest. */
import { useEffect, useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { useApi } from '../api/use-api.js';
import type { Reading } from '../api/use-reading.js';
import { ConfirmDialog } from '../dialog/confirm-dialog.js';
import { count } from '../format/numbers.js';
import { moment } from '../format/times.js';
import { CHANNEL_NAMES, REASON_NAMES, TYPE_NAMES } from '../format/words.js';
import { Empty, Panel } from '../panel/panel.js';
import { hrefTo } from '../routes.js';
import type { DeadLetter, DeadLetterPage, ReplayBatch } from './operate.types.js';

export const DEAD_LETTER_PAGE = 100;

const KINDS = {
  notification: { one: 'failed notification', many: 'failed notifications' },
  event: { one: 'rejected event', many: 'rejected events' },
} as const satisfies Record<DeadLetter['kind'], object>;

type Asked = { readonly one: Pick<DeadLetter, 'kind' | 'id'> } | { readonly oldest: DeadLetter['kind'] };

interface DeadLettersPanelProps {
  readonly reading: Reading<DeadLetterPage>;
  /** Id of a notification that is asked about without anybody pressing its button. */
  readonly preselected: string | null;
  readonly onAnswered: () => void;
}

export function DeadLettersPanel({ reading, preselected, onAnswered }: DeadLettersPanelProps) {
  const { value: page, problem, again } = reading;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  useEffect(() => {
    if (preselected !== null) setAsked({ one: { kind: 'notification', id: preselected } });
  }, [preselected]);
  const closed = (result: string | null): void => {
    setAsked(null);
    setOutcome(result);
    if (result !== null) again();
    onAnswered();
  };
  return (
    <Panel title="Dead letters" note="given up on; each waits for a person" size="half">
      {problem !== null && <p class="notice bad">{problem}</p>}
      <p class="notice ok" role="status" hidden={outcome === null}>
        {outcome}
      </p>
      {page === null ? <Empty>Reading…</Empty> : <Letters first={page} onAsk={setAsked} />}
      {asked !== null && 'one' in asked && <ReplayOne letter={asked.one} onClose={closed} />}
      {asked !== null && 'oldest' in asked && page !== null && (
        <ReplayOldest kind={asked.oldest} page={page} onClose={closed} />
      )}
    </Panel>
  );
}

interface LettersProps {
  readonly first: DeadLetterPage;
  readonly onAsk: (asked: Asked) => void;
}

function Letters({ first, onAsk }: LettersProps) {
  if (first.items.length === 0) return <Empty>None: everything was sent, or had a reason not to be.</Empty>;
  return (
    <>
      <p class="act">
        {(['notification', 'event'] as const).map((kind) => {
          const { words, isNone } = howMany(first, kind);
          return (
            <button key={kind} class="button" type="button" disabled={isNone} onClick={() => onAsk({ oldest: kind })}>
              Replay {words}…
            </button>
          );
        })}
      </p>
      {/* A new first page starts the list anew. */}
      <LetterTable key={first.items[0]?.id} first={first} onAsk={onAsk} />
    </>
  );
}

function LetterTable({ first, onAsk }: LettersProps) {
  const api = useApi();
  const [rest, setRest] = useState<DeadLetterPage>({ items: [], nextCursor: first.nextCursor });
  const [problem, setProblem] = useState<string | null>(null);
  const more = async (): Promise<void> => {
    try {
      const query = { limit: DEAD_LETTER_PAGE, cursor: rest.nextCursor ?? undefined };
      const next = await api.get<DeadLetterPage>('/notifications/dead-letters', query);
      setRest({ items: [...rest.items, ...next.items], nextCursor: next.nextCursor });
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
  };
  return (
    <>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Dead letters: table">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Why</th>
              <th scope="col" class="since">
                Since
              </th>
              <th scope="col">
                <span class="only-read">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {[...first.items, ...rest.items].map((letter) => (
              <LetterRow key={letter.id} letter={letter} onAsk={onAsk} />
            ))}
          </tbody>
        </table>
      </div>
      {problem !== null && <p class="notice bad">{problem}</p>}
      {rest.nextCursor !== null && (
        <p class="act">
          <button class="button" type="button" onClick={() => void more()}>
            Older ones
          </button>
        </p>
      )}
    </>
  );
}

function LetterRow({ letter, onAsk }: { readonly letter: DeadLetter; readonly onAsk: LettersProps['onAsk'] }) {
  return (
    <tr>
      <th scope="row">
        {letter.kind === 'notification' ? (
          <a href={hrefTo('search', { q: letter.id })}>
            {CHANNEL_NAMES[letter.channel]}, {TYPE_NAMES[letter.type]}
          </a>
        ) : (
          <>
            Event <code>…{letter.id.slice(-6)}</code>
          </>
        )}
      </th>
      <td class="wide">
        {letter.kind === 'notification' ? REASON_NAMES[letter.reason] : `${letter.message} (${placeOf(letter)})`}
      </td>
      <td class="whole since">{moment(letter.at)}</td>
      <td class="number">
        <button class="button" type="button" onClick={() => onAsk({ one: letter })}>
          Replay<span class="only-read"> {letter.id}</span>…
        </button>
      </td>
    </tr>
  );
}

function placeOf({ topic, partition, offset }: Extract<DeadLetter, { kind: 'event' }>): string {
  return `${topic}, partition ${partition}, offset ${offset}`;
}

const WHAT = {
  notification:
    'It gets a new budget of attempts and is due at once. The rules are asked again before it is sent: what is too old, or not wanted any more, is not sent.',
  event: 'It is published to its topic again, as it was. If what was wrong with it is still wrong, it comes back.',
} as const satisfies Record<DeadLetter['kind'], string>;

interface ReplayOneProps {
  readonly letter: Pick<DeadLetter, 'kind' | 'id'>;
  readonly onClose: (outcome: string | null) => void;
}

function ReplayOne({ letter, onClose }: ReplayOneProps) {
  const api = useApi();
  const { one } = KINDS[letter.kind];
  const replay = async (): Promise<string> => {
    await api.send('POST', `/notifications/dead-letters/${letter.id}/replay`);
    return `Replayed: 1 ${one}.`;
  };
  return (
    <ConfirmDialog title={`Replay this ${one}?`} verb="Replay" onConfirm={replay} onClose={onClose}>
      <p>
        <strong>1 {one}</strong>, <code>{letter.id}</code>. {WHAT[letter.kind]}
      </p>
    </ConfirmDialog>
  );
}

interface ReplayOldestProps {
  readonly kind: DeadLetter['kind'];
  readonly page: DeadLetterPage;
  readonly onClose: (outcome: string | null) => void;
}

function ReplayOldest({ kind, page, onClose }: ReplayOldestProps) {
  const api = useApi();
  const { words, limit } = howMany(page, kind);
  const replay = async (): Promise<string> => {
    const body = { kind, limit };
    const { replayed, skipped, more } = await api.send<ReplayBatch>('POST', '/notifications/dead-letters/replay', {
      body,
    });
    const passed = skipped.length === 0 ? '' : ` ${count(skipped.length)} could not be opened and wait on.`;
    return `Replayed: ${number(replayed.length, kind)}.${passed}${more ? ' More of them wait.' : ''}`;
  };
  return (
    <ConfirmDialog title={`Replay ${words}?`} verb={`Replay ${words}`} danger onConfirm={replay} onClose={onClose}>
      <p>
        <strong>Those that wait longest, {count(limit)} at most.</strong> Of each: {lowered(WHAT[kind])}
      </p>
    </ConfirmDialog>
  );
}

/** As far as the first page tells; one request replays no more than fit on it. */
function howMany({ items, nextCursor }: DeadLetterPage, kind: DeadLetter['kind']) {
  const known = items.filter((letter) => letter.kind === kind).length;
  if (nextCursor !== null)
    return { words: `up to ${DEAD_LETTER_PAGE} ${KINDS[kind].many}`, limit: DEAD_LETTER_PAGE, isNone: false };
  return { words: number(known, kind), limit: Math.max(known, 1), isNone: known === 0 };
}

function number(amount: number, kind: DeadLetter['kind']): string {
  return `${count(amount)} ${amount === 1 ? KINDS[kind].one : KINDS[kind].many}`;
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
