import type { NotificationDocument } from '#contracts';
import { useState } from 'preact/hooks';
import { useSignedIn } from '../api/use-api.js';
import { ConfirmDialog } from '../dialog/confirm-dialog.js';
import { duration, moment, withSeconds } from '../format/times.js';
import { CALL_NAMES, CHANNEL_NAMES, TYPE_NAMES } from '../format/words.js';
import { hrefTo } from '../routes.js';
import { standingOf } from './found.js';
import { StatusPill } from './status-pill.js';

interface NotificationRowProps {
  readonly notification: NotificationDocument;
  readonly open: boolean;
  readonly onChanged: (document: NotificationDocument) => void;
}

/** One channel: where it stands, and behind it the whole story. */
export function NotificationRow({ notification, open, onChanged }: NotificationRowProps) {
  const { id, channel, status, attempts } = notification;
  return (
    <li>
      <details open={open}>
        <summary>
          <span class="channel">{CHANNEL_NAMES[channel]}</span>
          <StatusPill status={status} />
          <span class="standing">{standingOf(notification)}</span>
        </summary>
        <div class="story">
          <Timeline notification={notification} />
          {attempts.length > 0 && <Attempts notification={notification} />}
          <p class="small muted">
            Notification <code>{id}</code>
          </p>
          <Retry notification={notification} onChanged={onChanged} />
          <Elsewhere notification={notification} />
        </div>
      </details>
    </li>
  );
}

function Timeline({ notification: { timeline, channel } }: { readonly notification: NotificationDocument }) {
  return (
    <ol class="timeline" aria-label={`Timeline, ${CHANNEL_NAMES[channel]}`}>
      {timeline.map(({ at, event, detail }, i) => (
        <li key={i} class={event}>
          <time dateTime={at} title={at}>
            {moment(at)}
            <span class="muted">{withSeconds(at).slice(5)}</span>
          </time>
          <span>{detail ?? event}</span>
        </li>
      ))}
    </ol>
  );
}

function Attempts({ notification: { attempts, channel } }: { readonly notification: NotificationDocument }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Provider calls, ${CHANNEL_NAMES[channel]}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">At</th>
            <th scope="col">Took</th>
            <th scope="col">Outcome</th>
            <th scope="col">Code</th>
            <th scope="col">Provider’s id</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map(({ number, at, durationMs, outcome, code, providerMessageId }) => (
            <tr key={number}>
              <th scope="row">{number}</th>
              <td class="whole">{withSeconds(at)}</td>
              <td class="whole">{duration(durationMs)}</td>
              <td>{CALL_NAMES[outcome]}</td>
              <td class="mono">{code ?? '–'}</td>
              <td class="mono">{providerMessageId ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Only what was given up on can be tried again, and only by an operator. */
function Retry({ notification, onChanged }: Omit<NotificationRowProps, 'open'>) {
  const { session, api } = useSignedIn();
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  const { id, status, channel, type, userId } = notification;
  const retry = async (): Promise<string> => {
    onChanged(await api.send<NotificationDocument>('POST', `/notifications/${id}/retry`));
    return 'It is back at work. What comes of it shows here when you search again.';
  };
  return (
    <>
      <p class="notice ok" role="status" hidden={outcome === null}>
        {outcome}
      </p>
      {status === 'failed' && (
        <p class="act">
          <button class="button" type="button" disabled={session.role !== 'ops'} onClick={() => setAsking(true)}>
            Try again…
          </button>
          {session.role !== 'ops' && <span class="muted small">Only an operator can have it tried again.</span>}
        </p>
      )}
      {asking && (
        <ConfirmDialog
          title="Try this one again?"
          verb="Try again"
          onConfirm={retry}
          onClose={(result) => {
            setAsking(false);
            setOutcome(result);
          }}
        >
          <p>
            One notification: {CHANNEL_NAMES[channel]}, “{TYPE_NAMES[type]}”, to customer <code>{userId}</code>.
          </p>
          <p>
            It gets a new budget of attempts and is due at once. The rules are asked again before it is sent: if the
            customer has switched it off meanwhile, or it is too old, it is not sent.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** What an operator can do beyond this one. The links lead to the question; nothing is done before it is confirmed. */
function Elsewhere({ notification: { id, status, channel } }: Pick<NotificationRowProps, 'notification'>) {
  const { session } = useSignedIn();
  if (session.role !== 'ops') return null;
  return (
    <p class="act small">
      <a href={hrefTo('operate', { scope: channel })}>Pause or resume {CHANNEL_NAMES[channel]}…</a>
      {status === 'failed' ? (
        <a href={hrefTo('operate', { notification: id })}>Replay from the dead letters…</a>
      ) : (
        <a href={hrefTo('operate')}>Dead letters</a>
      )}
    </p>
  );
}
