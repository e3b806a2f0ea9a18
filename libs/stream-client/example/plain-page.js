/* global document, location */
/** Implements F8. The inbox on a page without a framework: what the store holds is drawn anew whenever it changes. */
import { loadSetup, tokenOf } from './demo-session';
import { element, find, icon } from './elements';
import { holdStill } from './hold-still';
import icons from './icons.svg?url';
import { InboxStore } from './inbox-store';
import { addressOf, customerIn } from './page-address';
import { actionWords, bellWords, bodyPieces, connectionWords, customerWords, timeWords } from './words';

/** @typedef {import('./inbox-store').ListedNotification} ListedNotification */

const TITLE = document.title;
const list = find('#list', 'ol');
const bell = find('#bell', 'button');
/** @type {Map<string, ReturnType<typeof newRow>>} */
const rows = new Map();
/** @type {string | null} */
let rangFor = null;
/** @type {string | undefined} */
let timeZone;

const userId = customerIn(location.hash);
if (userId === null) location.replace('./index.html');
else await open(userId);

/** @param {string} userId */
async function open(userId) {
  const { apiUrl, streamUrl, customers } = await loadSetup();
  const customer = customers.find((each) => each.userId === userId);
  find('#customer').textContent = customer === undefined ? userId : customerWords(customer);
  timeZone = customer?.timeZone;
  find('#other-page', 'a').href = addressOf('react', userId);
  if (customer !== undefined) list.lang = customer.language;

  const store = new InboxStore({ apiUrl, streamUrl, token: tokenOf(userId) });
  find('#read-all').addEventListener('click', () => void store.readAll());
  find('#more').addEventListener('click', () => void store.showMore());
  find('#retry').addEventListener('click', () => void store.retry());
  holdStill(list);
  store.subscribe(() => draw(store));
}

bell.addEventListener('click', () => {
  const isOpen = bell.getAttribute('aria-expanded') === 'true';
  bell.setAttribute('aria-expanded', String(!isOpen));
  find('#inbox').hidden = isOpen;
});
bell.addEventListener('animationend', () => bell.classList.remove('ringing'));

/** @param {InboxStore} store */
function draw(store) {
  const { items, unread, hasMore, status, latest, fault } = store.getState();
  const connection = find('#connection');
  connection.dataset.state = status.state;
  connection.textContent = connectionWords(status);
  bell.setAttribute('aria-label', bellWords(unread));
  find('#count').textContent = String(unread);
  find('#count').hidden = unread === 0;
  document.title = unread === 0 ? TITLE : `(${unread}) ${TITLE}`;
  find('#read-all', 'button').disabled = unread === 0;
  find('#more').hidden = !hasMore;
  find('#empty').hidden = items.length > 0;
  find('#fault').hidden = fault === null;
  find('#fault span').textContent = fault;
  drawList(store);
  if (latest !== null && latest.id !== rangFor) ring(latest);
}

/** @param {import('../src').StreamNotification} latest */
function ring({ id, title }) {
  rangFor = id;
  bell.classList.add('ringing');
  find('#news').textContent = `New: ${title}`;
}

/**
 * Rows that stay keep their elements, and with them the focus.
 * @param {InboxStore} store
 */
function drawList(store) {
  const { items, marking } = store.getState();
  const ids = new Set(items.map(({ id }) => id));
  for (const [id, { row }] of rows) {
    if (ids.has(id)) continue;
    if (row.contains(document.activeElement)) find('#heading').focus();
    row.remove();
    rows.delete(id);
  }
  items.forEach((item, index) => {
    const { row, update } = rows.get(item.id) ?? newRow(item, store);
    rows.set(item.id, { row, update });
    update(item, marking.has(item.id));
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
}

/**
 * @param {ListedNotification} item
 * @param {InboxStore} store
 */
function newRow(item, store) {
  const { id, icon: name, title, createdAt, actionUrl } = item;
  const time = element('time', { datetime: createdAt }, timeWords(createdAt, timeZone));
  const body = bodyPieces(item).map((piece, index) => (index % 2 ? element('span', { class: 'whole' }, piece) : piece));
  const read = actionButton('Mark as read', item, () => store.markRead(id));
  const waits = element('span', { class: 'waits' }, 'Waits to be marked');
  const archive = actionButton('Archive', item, () => store.archive(id));
  const toTrack = {
    href: actionUrl ?? '',
    rel: 'noopener',
    target: '_blank',
    'aria-label': actionWords('Track', item),
  };
  const track = actionUrl === null ? [] : [element('a', toTrack, 'Track')];
  const row = element(
    'li',
    {},
    icon(`${icons}#${name}`),
    element('div', { class: 'title' }, element('h2', {}, title), time),
    element('p', {}, ...body),
    element('div', { class: 'actions', lang: 'en' }, ...track, read, waits, archive),
  );
  const update = (/** @type {ListedNotification} */ { isRead }, /** @type {boolean} */ isMarking) => {
    row.className = isRead ? 'item' : 'item unread';
    if ((isRead || isMarking) && read === document.activeElement) archive.focus();
    read.hidden = isRead || isMarking;
    waits.hidden = isRead || !isMarking;
  };
  return { row, update };
}

/**
 * @param {string} label
 * @param {ListedNotification} item
 * @param {() => Promise<void>} act
 */
function actionButton(label, item, act) {
  const button = element('button', { class: 'link', 'aria-label': actionWords(label, item) }, label);
  button.addEventListener('click', () => void act());
  return button;
}
