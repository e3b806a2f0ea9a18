import type { NotificationDocument } from '#contracts';
import { useId } from 'preact/hooks';
import { moment } from '../format/times.js';
import { TYPE_NAMES } from '../format/words.js';
import { hrefTo } from '../routes.js';
import type { EventGroup, SearchedBy } from './found.js';
import { NotificationRow } from './notification-row.js';

interface EventGroupPanelProps {
  readonly group: EventGroup;
  /** What all of them have in common is not repeated. */
  readonly by: SearchedBy | null;
  /** The id of the notification that was looked for stands open. */
  readonly open: string | null;
  readonly onChanged: (document: NotificationDocument) => void;
}

/** What the customer was told of one order event, on which channel, and why not. */
export function EventGroupPanel({ group: { notifications }, by, open, onChanged }: EventGroupPanelProps) {
  const id = useId();
  const [first] = notifications;
  if (first === undefined) return null;
  const { type, createdAt, orderId, userId } = first;
  return (
    <section class="panel event" aria-labelledby={id}>
      <header>
        <h3 id={id}>{TYPE_NAMES[type]}</h3>
        <time class="muted small" dateTime={createdAt}>
          {moment(createdAt)}
        </time>
        {by !== 'orderId' && (
          <span class="small">
            order <a href={hrefTo('search', { q: orderId })}>{orderId}</a>
          </span>
        )}
        {by !== 'userId' && (
          <span class="small">
            customer <a href={hrefTo('search', { q: userId })}>{userId}</a>
          </span>
        )}
      </header>
      <ul class="told">
        {notifications.map((notification) => (
          <NotificationRow
            key={notification.id}
            notification={notification}
            open={notification.id === open}
            onChanged={onChanged}
          />
        ))}
      </ul>
    </section>
  );
}
