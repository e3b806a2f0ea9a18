/** Implements F7, F9. Customer service: was the customer told, on which channel, and why not? */
import type { NotificationDocument } from '#contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../api/api-problem.js';
import { useApi } from '../api/use-api.js';
import { useReading } from '../api/use-reading.js';
import { zoneName } from '../format/times.js';
import { hrefTo, useRoute } from '../routes.js';
import { EventGroupPanel } from './event-group.js';
import { ExplainForm } from './explain-form.js';
import { type Found, type SearchResult, groupByEvent, older, search } from './found.js';
import './search.css';

export function SearchView() {
  const { query } = useRoute();
  const text = (query.get('q') ?? '').trim();
  return (
    <>
      <h1 class="only-read">Search</h1>
      <SearchForm text={text} />
      {text === '' ? <ExplainForm userId="" /> : <Results key={text} text={text} />}
    </>
  );
}

function SearchForm({ text }: { readonly text: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current !== null) field.current.value = text;
    if (text === '') field.current?.focus();
  }, [text]);
  return (
    <form
      class="panel search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        location.hash = hrefTo('search', { q: field.current?.value.trim() ?? '' });
      }}
    >
      <label class="field">
        <span>Order id, customer id or notification id</span>
        <input
          ref={field}
          type="search"
          required
          maxLength={128}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="search-help"
        />
      </label>
      <button class="button primary" type="submit">
        Search
      </button>
      <p id="search-help" class="muted small">
        Written exactly as in the order system. Order numbers, names, addresses and phone numbers are kept sealed and
        cannot be searched.
      </p>
    </form>
  );
}

function Results({ text }: { readonly text: string }) {
  const { value, problem, busy, again } = useReading((api, signal) => search(api, text, signal), [text]);
  if (problem !== null) {
    return (
      <section class="panel" role="alert">
        <p class="notice bad">{problem}</p>
        <p class="act">
          <button class="button" type="button" onClick={again}>
            Try again
          </button>
        </p>
      </section>
    );
  }
  if (value === null) return <section class="panel muted">{busy ? 'Searching…' : ''}</section>;
  return <ResultLists result={value} text={text} onAgain={again} />;
}

interface ResultListsProps {
  readonly result: SearchResult;
  readonly text: string;
  readonly onAgain: () => void;
}

function ResultLists({ result: { notification, lists }, text, onAgain }: ResultListsProps) {
  const customer = notification?.userId ?? lists[0]?.items[0]?.userId;
  const isNothing = notification === null && lists.length === 0;
  return (
    <>
      <p class="found" role="status">
        {isNothing ? (
          <>
            Nothing is kept under <code>{text}</code>. It may be mistyped, older than what is kept, or an order number:
            those cannot be searched.
          </>
        ) : (
          <>
            Times are yours ({zoneName()}); where a sentence names a city, they are the customer’s.{' '}
            <button class="button quiet" type="button" onClick={onAgain}>
              Read again
            </button>
          </>
        )}
      </p>
      {notification !== null && <One notification={notification} />}
      {lists.map((found) => (
        <List key={found.by} found={found} text={text} />
      ))}
      <ExplainForm userId={customer ?? (isNothing ? text : '')} />
    </>
  );
}

function One({ notification }: { readonly notification: NotificationDocument }) {
  const [shown, setShown] = useState(notification);
  useEffect(() => setShown(notification), [notification]);
  const group = { key: shown.id, notifications: [shown] };
  return <EventGroupPanel group={group} by={null} open={shown.id} onChanged={setShown} />;
}

const HEADINGS = { orderId: 'Order', userId: 'Customer' } as const;

function List({ found, text }: { readonly found: Found; readonly text: string }) {
  const api = useApi();
  const [shown, setShown] = useState(found);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => setShown(found), [found]);

  const replace = (document: NotificationDocument): void =>
    setShown((before) => ({
      ...before,
      items: before.items.map((item) => (item.id === document.id ? document : item)),
    }));

  const more = async (): Promise<void> => {
    try {
      setShown(await older(api, shown, text));
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
  };

  return (
    <section class="list" aria-label={`${HEADINGS[shown.by]} ${text}`}>
      <h2>
        {HEADINGS[shown.by]} <code>{text}</code>
      </h2>
      {groupByEvent(shown.items).map((group) => (
        <EventGroupPanel key={group.key} group={group} by={shown.by} open={null} onChanged={replace} />
      ))}
      {problem !== null && <p class="notice bad">{problem}</p>}
      {shown.nextCursor !== null && (
        <p class="act">
          <button class="button" type="button" onClick={() => void more()}>
            Older ones
          </button>
        </p>
      )}
    </section>
  );
}
