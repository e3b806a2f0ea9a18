/** Implements F8. The inbox on a page with React. */
import { useEffect, useRef, useState } from 'react';
import { holdStill } from '../hold-still';
import icons from '../icons.svg?url';
import { addressOf } from '../page-address';
import { actionWords, bellWords, bodyPieces, connectionWords, customerWords, timeWords } from '../words';
import { useNotifications } from './use-notifications';

/** @typedef {import('./use-notifications').Notifications} Notifications */
/** @typedef {import('../inbox-store').ListedNotification} ListedNotification */

/**
 * @typedef {object} Session
 * @property {string} userId
 * @property {import('../demo-session').DemoCustomer | undefined} customer
 * @property {import('../inbox-store').InboxStoreOptions} options
 */

/** @param {{ session: Session }} props */
export function NotificationsPage({ session }) {
  const notifications = useNotifications(session.options);
  const [isOpen, setOpen] = useState(true);
  return (
    notifications && (
      <>
        <title>{`${notifications.unread > 0 ? `(${notifications.unread}) ` : ''}Notifications – Example Shop`}</title>
        <header className="bar">
          <p className="shop">Example Shop</p>
          <p className="connection" id="connection" data-state={notifications.status.state}>
            {connectionWords(notifications.status)}
          </p>
          <Bell {...notifications} isOpen={isOpen} onClick={() => setOpen(!isOpen)} />
        </header>
        <main>
          <p className="only-read" role="status">
            {notifications.latest && `New: ${notifications.latest.title}`}
          </p>
          <p className="muted">
            Signed in as <b>{session.customer ? customerWords(session.customer) : session.userId}</b>.{' '}
            <a href="./index.html">Somebody else</a> ·{' '}
            <a href={addressOf('plain', session.userId)}>The same without a framework</a>
          </p>
          {notifications.fault !== null && (
            <p className="fault" role="alert">
              {notifications.fault}{' '}
              <button className="button" onClick={() => void notifications.retry()}>
                Try again
              </button>
            </p>
          )}
          <section id="inbox" aria-labelledby="heading" hidden={!isOpen}>
            <Inbox notifications={notifications} customer={session.customer} />
          </section>
        </main>
      </>
    )
  );
}

/** @param {Pick<Notifications, 'unread' | 'latest'> & { isOpen: boolean, onClick: () => void }} props */
function Bell({ unread, latest, isOpen, onClick }) {
  return (
    <button
      className="bell"
      id="bell"
      aria-label={bellWords(unread)}
      aria-expanded={isOpen}
      aria-controls="inbox"
      onClick={onClick}
    >
      {/* Another key is another element: it rings anew. */}
      <span className={latest === null ? '' : 'ringing'} key={latest?.id}>
        <Icon name="bell" />
      </span>
      {unread > 0 && (
        <span className="count" id="count">
          {unread}
        </span>
      )}
    </button>
  );
}

/** @param {{ notifications: Notifications, customer: Session['customer'] }} props */
function Inbox({ notifications, customer }) {
  const { items, marking, unread, hasMore, readAll, showMore } = notifications;
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const list = useRef(/** @type {HTMLOListElement | null} */ (null));
  useEffect(() => (list.current === null ? undefined : holdStill(list.current)), []);
  return (
    <>
      <div className="heading">
        <h1 id="heading" tabIndex={-1} ref={heading}>
          Notifications
        </h1>
        <button className="button" disabled={unread === 0} onClick={() => void readAll()}>
          Mark all as read
        </button>
      </div>
      <div className="panel">
        {items.length === 0 && <p className="empty">Nothing here yet. News of your orders will ring the bell.</p>}
        <ol id="list" lang={customer?.language} ref={list}>
          {items.map((item) => (
            <Row
              key={item.id}
              item={item}
              isMarking={marking.has(item.id)}
              timeZone={customer?.timeZone}
              {...notifications}
              onGone={() => heading.current?.focus()}
            />
          ))}
        </ol>
        {hasMore && (
          <button className="button more" onClick={() => void showMore()}>
            Older messages
          </button>
        )}
      </div>
    </>
  );
}

/**
 * @typedef {object} RowProps
 * @property {ListedNotification} item
 * @property {boolean} isMarking
 * @property {string | undefined} timeZone
 * @property {() => void} onGone
 */

/** @param {RowProps & Pick<Notifications, 'markRead' | 'archive'>} props */
function Row({ item, isMarking, timeZone, markRead, archive, onGone }) {
  const { id, isRead, icon, title, createdAt, actionUrl } = item;
  const archiveButton = useRef(/** @type {HTMLButtonElement | null} */ (null));
  return (
    <li className={isRead ? 'item' : 'item unread'}>
      <Icon name={icon} />
      <div className="title">
        <h2>{title}</h2>
        <time dateTime={createdAt}>{timeWords(createdAt, timeZone)}</time>
      </div>
      <p>
        {bodyPieces(item).map((piece, index) => (
          <span key={index} className={index % 2 ? 'whole' : ''}>
            {piece}
          </span>
        ))}
      </p>
      <div className="actions" lang="en">
        {actionUrl !== null && (
          <a href={actionUrl} rel="noopener" target="_blank" aria-label={actionWords('Track', item)}>
            Track
          </a>
        )}
        {!isRead && isMarking && <span className="waits">Waits to be marked</span>}
        {!isRead && !isMarking && (
          <ActionButton
            label="Mark as read"
            item={item}
            act={() => markRead(id)}
            onClick={() => archiveButton.current?.focus()}
          />
        )}
        <ActionButton label="Archive" item={item} act={() => archive(id)} onClick={onGone} ref={archiveButton} />
      </div>
    </li>
  );
}

/**
 * What is clicked goes away: the focus goes on before.
 * @param {{ label: string, item: ListedNotification, act: () => Promise<void>, onClick: () => void, ref?: import('react').Ref<HTMLButtonElement> }} props
 */
function ActionButton({ label, item, act, onClick, ref }) {
  const click = () => {
    onClick();
    void act();
  };
  return (
    <button className="link" aria-label={actionWords(label, item)} onClick={click} ref={ref}>
      {label}
    </button>
  );
}

/** @param {{ name: string }} props */
function Icon({ name }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`${icons}#${name}`} />
    </svg>
  );
}
