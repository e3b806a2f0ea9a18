const SHOWN = 200;
const POLL_MS = 1_000;

const PROVIDERS = {
  sendgrid: { name: 'Email', describe: (message) => message.subject },
  twilio: { name: 'SMS', describe: (message) => message.text },
};

/** What a person can let happen to a message. */
const BUTTONS = {
  sendgrid: {
    Delivered: { event: 'delivered' },
    Open: { event: 'open' },
    'Open by machine': { event: 'open', machine: true },
    Click: { event: 'click' },
    Bounce: { event: 'bounce' },
    'Spam report': { event: 'spamreport' },
    Unsubscribe: { event: 'unsubscribe' },
  },
  twilio: {
    Delivered: { event: 'delivered' },
    Undelivered: { event: 'undelivered' },
    STOP: { event: 'reply', text: 'STOP' },
    START: { event: 'reply', text: 'START' },
    HELP: { event: 'reply', text: 'HELP' },
  },
};

/** Tone and words for each way a webhook can end. */
const WEBHOOK_OUTCOMES = {
  pending: ['odd', 'on its way'],
  taken: ['accepted', 'taken'],
  failed: ['failed', 'given up'],
  lost: ['odd', 'lost on purpose'],
  dropped: ['failed', 'dropped: too many waiting'],
};

/** Tone and words for each way a request can end. */
const OUTCOMES = {
  accepted: ['accepted', 'accepted'],
  validated: ['odd', 'only validated'],
  refused: ['failed', 'refused'],
  server_error: ['failed', 'server error'],
  rate_limited: ['failed', 'rate limited'],
  rejected: ['failed', 'rejected'],
  answer_lost: ['odd', 'answer lost'],
  reset: ['failed', 'connection reset'],
  slow: ['odd', 'slow answer'],
  drip: ['odd', 'answer dripped'],
  reply: ['accepted', 'sent as a reply'],
};

const BAD_WEBHOOK = new Set(['failed', 'dropped']);
const BAD_STATUS = new Set(['bounce', 'dropped', 'undelivered', 'failed']);

const FILTERS = {
  all: () => true,
  sendgrid: (request) => request.provider === 'sendgrid',
  twilio: (request) => request.provider === 'twilio',
  trouble: (request) => !['accepted', 'reply'].includes(request.outcome) || webhooksOf(request).some(isBad),
};

const webhooksOf = (request) => messages.get(request.providerMessageId)?.webhooks ?? [];
const isBad = ({ outcome }) => BAD_WEBHOOK.has(outcome);

const page = {
  summary: document.querySelector('#summary'),
  list: document.querySelector('#requests'),
  empty: document.querySelector('#empty'),
  detail: document.querySelector('#detail'),
  filters: [...document.querySelectorAll('[data-filter]')],
};

let filter = 'all';
let chosen = null;
/** The chosen message's number. */
let shownMessage = null;
let drawn = '';
/** Whether emails are shown as in a dark mail client. */
let isDark = matchMedia('(prefers-color-scheme: dark)').matches;
let requests = { items: [], total: 0, forgotten: 0 };
let messages = new Map();

for (const button of page.filters) {
  button.addEventListener('click', () => {
    filter = button.dataset.filter;
    for (const each of page.filters) each.setAttribute('aria-pressed', String(each === button));
    draw();
  });
}

async function poll() {
  const answers = await readAll().catch(() => null);
  if (answers === null) page.summary.textContent = 'The sandbox does not answer. Trying again…';
  else show(answers);
  setTimeout(poll, POLL_MS);
}

function readAll() {
  return Promise.all([
    read(`ledger?limit=${SHOWN}&content=false`),
    read(`requests?limit=${SHOWN}`),
    read('webhooks?limit=1'),
    // It may be forgotten by now.
    shownMessage === null ? null : read(`ledger/${shownMessage}`).catch(() => null),
  ]);
}

function show([ledger, asked, told, message]) {
  messages = new Map(ledger.items.map((message) => [message.providerMessageId, message]));
  requests = { ...asked, items: [...asked.items, ...repliesIn(ledger, asked)].sort(newestFirst) };
  page.summary.replaceChildren(...summarize(ledger, asked, told));
  draw();
  if (message !== null && message.id === shownMessage) drawLife(message);
}

/** Texts that the service sent by answering one: no request asked for them. */
function repliesIn(ledger, asked) {
  const known = new Set(asked.items.map(({ providerMessageId }) => providerMessageId));
  const oldest = asked.items.length < SHOWN ? '' : asked.items.at(-1).at;
  return ledger.items
    .filter((message) => message.provider === 'twilio' && !known.has(message.providerMessageId) && message.at > oldest)
    .map((message) => ({ ...message, id: `reply-${message.id}`, outcome: 'reply', status: null, accepted: false }));
}

const newestFirst = (one, other) => (one.at < other.at ? 1 : -1);

async function read(path) {
  const response = await fetch(`sandbox/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

function summarize(ledger, { total, forgotten }, told) {
  const older = forgotten > 0 ? `, ${forgotten} older ones forgotten` : '';
  const shown = total > SHOWN ? `; the newest ${SHOWN} are shown` : '';
  const counts = `${count(ledger.total, 'message')} accepted, ${count(total, 'request')}, ${count(told.total, 'webhook')}`;
  const dropped = element('strong', { className: 'failed' }, ` ${count(told.dropped, 'webhook')} dropped`);
  return [counts + older + shown, ...(told.dropped > 0 ? [dropped] : [])];
}

const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** Leaves the list alone while it would look the same, so that focus and selection survive a poll. */
function draw() {
  const shown = requests.items.filter(FILTERS[filter]);
  page.empty.hidden = requests.total > 0;
  const look = `${filter} ${chosen} ${shown.map((request) => [request.id, statusOf(request), webhooksOf(request).some(isBad)])}`;
  if (look === drawn) return;
  drawn = look;
  const focused = document.activeElement?.dataset?.request;
  page.list.replaceChildren(...shown.map(toRow));
  page.list.querySelector(`[data-request="${focused}"]`)?.focus();
}

function toRow(request) {
  const message = messages.get(request.providerMessageId);
  const { name, describe } = PROVIDERS[request.provider];
  const [tone, words] = OUTCOMES[request.outcome];
  const row = element('button', { type: 'button', disabled: message === undefined, title: request.detail ?? '' }, [
    element('span', { className: `channel ${request.provider}` }, name),
    element('span', { className: 'line' }, (message && describe(message)) ?? request.detail ?? ''),
    element('time', { dateTime: request.at }, new Date(request.at).toLocaleTimeString()),
    element('span', { className: 'to' }, request.to ?? 'nobody'),
    element('span', { className: `outcome ${BAD_STATUS.has(statusOf(request)) ? 'failed' : tone}` }, [
      request.outcome === 'accepted' ? (statusOf(request) ?? words) : label(words, request),
      ...(webhooksOf(request).some(isBad) ? [element('span', { className: 'failed' }, ' webhook failed')] : []),
    ]),
  ]);
  row.dataset.request = request.id;
  row.setAttribute('aria-current', String(request.id === chosen));
  row.addEventListener('click', () => choose(request, message));
  return element('li', {}, [row]);
}

/** The provider's latest word on an accepted message. */
const statusOf = (request) => messages.get(request.providerMessageId)?.status;

function label(words, { accepted, status }) {
  return [status, words, accepted ? '(accepted)' : ''].filter(Boolean).join(' ');
}

async function choose(request, { id }) {
  chosen = request.id;
  shownMessage = null;
  draw();
  const message = await read(`ledger/${id}`);
  if (chosen !== request.id) return;
  shownMessage = message.id;
  page.detail.replaceChildren(...(message.provider === 'sendgrid' ? emailDetail(message) : smsDetail(message)));
  drawLife(message);
}

/** What a person can let happen, and what the service was told. */
function lifeSection(message) {
  const buttons = Object.entries(BUTTONS[message.provider]).map(([name, event]) => {
    const button = element('button', { type: 'button' }, name);
    button.addEventListener('click', () => press(message, event, button));
    return button;
  });
  return element('section', { className: 'life' }, [
    element('h3', {}, ['What happened: ', element('span', { id: 'status' })]),
    element('div', { className: 'buttons', role: 'group', ariaLabel: 'Let it happen' }, buttons),
    element('p', { id: 'pressed', className: 'failed', role: 'alert' }),
    element('ol', { id: 'webhooks', ariaLabel: 'Webhooks' }),
  ]);
}

async function press(message, event, button) {
  button.setAttribute('aria-busy', 'true');
  const answer = await fetch(`sandbox/ledger/${message.id}/life`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] }),
  }).catch(() => ({ ok: false, status: 'no answer' }));
  button.removeAttribute('aria-busy');
  document.querySelector('#pressed').textContent = answer.ok ? '' : `The sandbox refused (${answer.status}).`;
}

/** Changes rows in place, so that an open one stays open. */
function drawLife(message) {
  document.querySelector('#status').textContent = message.status;
  const list = document.querySelector('#webhooks');
  for (const webhook of message.webhooks) {
    const row = list.querySelector(`[data-webhook="${webhook.id}"]`) ?? list.appendChild(webhookRow(webhook));
    const [tone, words] = WEBHOOK_OUTCOMES[webhook.outcome];
    const facts = [words, webhook.status ?? webhook.detail, webhook.tries > 1 ? `${webhook.tries} tries` : null];
    const outcome = row.querySelector('.outcome');
    outcome.className = `outcome ${tone}`;
    outcome.textContent = facts.filter((fact) => fact !== null).join(', ');
  }
}

function webhookRow(webhook) {
  const row = element('details', {}, [
    element('summary', {}, [
      element('span', { className: 'event' }, nameOf(webhook)),
      element('time', { dateTime: webhook.at }, new Date(webhook.at).toLocaleTimeString()),
      element('span', { className: 'outcome' }),
    ]),
    element('p', { className: 'to' }, `POST ${webhook.url}`),
    element('pre', {}, contentOf(webhook)),
  ]);
  const item = element('li', {}, [row]);
  item.dataset.webhook = webhook.id;
  return item;
}

function nameOf({ event, payload }) {
  const text = event === 'inbound' ? new URLSearchParams(payload ?? '').get('Body') : null;
  return text === null ? event : `“${text}”`;
}

function contentOf({ payload, provider }) {
  if (payload === null) return 'The ledger no longer keeps what it carried.';
  if (provider === 'sendgrid') return JSON.stringify(JSON.parse(payload), null, 2);
  return [...new URLSearchParams(payload)].map(([name, value]) => `${name}: ${value}`).join('\n');
}

function emailDetail(message) {
  const body = element('div', { style: 'display: contents' });
  const views = {
    Phone: () => rendered(message.html, 'phone'),
    Desktop: () => rendered(message.html, 'desktop'),
    Text: () => element('pre', {}, message.text ?? 'This email has no text part.'),
    Source: () => element('pre', {}, message.html ?? 'This email has no HTML part.'),
  };
  const tabs = Object.keys(views).map((name) => element('button', { type: 'button' }, name));
  const darkness = element('button', { type: 'button', className: 'apart' }, 'Dark');
  const show = (name) => {
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.textContent === name));
    darkness.setAttribute('aria-pressed', String(isDark));
    darkness.onclick = () => {
      isDark = !isDark;
      show(name);
    };
    body.replaceChildren(
      message.contentForgotten
        ? element('p', { className: 'hint' }, 'The ledger no longer keeps this body.')
        : views[name](),
    );
  };
  for (const tab of tabs) tab.addEventListener('click', () => show(tab.textContent));
  show(message.html === null ? 'Text' : 'Phone');
  return [
    element('h2', {}, message.subject ?? ''),
    facts({
      From: message.from,
      To: message.to,
      Categories: message.categories.join(', '),
      ...message.headers,
      ...message.customArgs,
      'Message id': message.providerMessageId,
    }),
    lifeSection(message),
    element('div', { className: 'tabs' }, [...tabs, darkness]),
    body,
  ];
}

const RESTRICTIONS = `
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
  <base target="_blank">`;

/** The email in the colours that were chosen, whatever the browser prefers. */
function inScheme(html) {
  return html
    .replaceAll('(prefers-color-scheme: dark)', isDark ? 'all' : 'not all')
    .replaceAll('content="light dark"', `content="${isDark ? 'dark' : 'light'}"`);
}

/** Scripts do not run, nothing is loaded (so that looking at an email counts as no open), links open beside this page. */
function rendered(html, width) {
  const head = /<head[^>]*>/i;
  const page = inScheme(html);
  const srcdoc = head.test(page) ? page.replace(head, (tag) => tag + RESTRICTIONS) : RESTRICTIONS + page;
  const frame = element('iframe', { title: 'Email', className: width });
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.srcdoc = srcdoc;
  return frame;
}

function smsDetail(message) {
  return [
    element('h2', {}, message.to),
    element('p', { className: 'bubble' }, message.text ?? ''),
    lifeSection(message),
    facts({
      From: message.from,
      Segments: String(message.segments),
      Notification: message.notificationId ?? '',
      StatusCallback: message.statusCallback ?? '',
      Sid: message.providerMessageId,
    }),
  ];
}

function facts(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return element(
    'dl',
    {},
    given.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

/** @param content text or elements */
function element(name, properties, content = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[content].flat());
  return made;
}

await poll();
page.list.querySelector('button:enabled')?.click();
