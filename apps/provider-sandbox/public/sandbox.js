const SHOWN = 200;
const POLL_MS = 1_000;

const PROVIDERS = {
  sendgrid: { name: 'Email', describe: (message) => message.subject },
  twilio: { name: 'SMS', describe: (message) => message.text },
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
  slow: ['odd', 'slow answer'],
};

const FILTERS = {
  all: () => true,
  sendgrid: (request) => request.provider === 'sendgrid',
  twilio: (request) => request.provider === 'twilio',
  trouble: (request) => request.outcome !== 'accepted',
};

const page = {
  summary: document.querySelector('#summary'),
  list: document.querySelector('#requests'),
  empty: document.querySelector('#empty'),
  detail: document.querySelector('#detail'),
  filters: [...document.querySelectorAll('[data-filter]')],
};

let filter = 'all';
let chosen = null;
let drawn = '';
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
  return Promise.all([read(`ledger?limit=${SHOWN}&content=false`), read(`requests?limit=${SHOWN}`)]);
}

function show([ledger, asked]) {
  messages = new Map(ledger.items.map((message) => [message.providerMessageId, message]));
  requests = asked;
  page.summary.textContent = summarize(ledger, asked);
  draw();
}

async function read(path) {
  const response = await fetch(`sandbox/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

function summarize(ledger, { total, forgotten }) {
  const older = forgotten > 0 ? `, ${forgotten} older ones forgotten` : '';
  const shown = total > SHOWN ? `; the newest ${SHOWN} are shown` : '';
  return `${count(ledger.total, 'message')} accepted, ${count(total, 'request')}${older}${shown}`;
}

const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** Leaves the list alone while it would look the same, so that focus and selection survive a poll. */
function draw() {
  const shown = requests.items.filter(FILTERS[filter]);
  page.empty.hidden = requests.total > 0;
  const look = `${filter} ${chosen} ${shown.map(({ id }) => id)}`;
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
    element('span', { className: `outcome ${tone}` }, request.outcome === 'accepted' ? words : label(words, request)),
  ]);
  row.dataset.request = request.id;
  row.setAttribute('aria-current', String(request.id === chosen));
  row.addEventListener('click', () => choose(request, message));
  return element('li', {}, [row]);
}

function label(words, { accepted, status }) {
  return [status, words, accepted ? '(accepted)' : ''].filter(Boolean).join(' ');
}

async function choose(request, { id }) {
  chosen = request.id;
  draw();
  const message = await read(`ledger/${id}`);
  if (chosen !== request.id) return;
  page.detail.replaceChildren(...(message.provider === 'sendgrid' ? emailDetail(message) : smsDetail(message)));
}

function emailDetail(message) {
  const body = element('div', { style: 'display: contents' });
  const views = {
    Rendered: () => rendered(message.html),
    Text: () => element('pre', {}, message.text ?? 'This email has no text part.'),
    Source: () => element('pre', {}, message.html ?? 'This email has no HTML part.'),
  };
  const tabs = Object.keys(views).map((name) => element('button', { type: 'button' }, name));
  const show = (name) => {
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.textContent === name));
    body.replaceChildren(
      message.contentForgotten
        ? element('p', { className: 'hint' }, 'The ledger no longer keeps this body.')
        : views[name](),
    );
  };
  for (const tab of tabs) tab.addEventListener('click', () => show(tab.textContent));
  show(message.html === null ? 'Text' : 'Rendered');
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
    element('div', { className: 'tabs' }, tabs),
    body,
  ];
}

const RESTRICTIONS = `
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
  <base target="_blank">`;

/** Scripts do not run, nothing is loaded (so that looking at an email counts as no open), links open beside this page. */
function rendered(html) {
  const head = /<head[^>]*>/i;
  const srcdoc = head.test(html) ? html.replace(head, (tag) => tag + RESTRICTIONS) : RESTRICTIONS + html;
  const frame = element('iframe', { title: 'Email' });
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  frame.srcdoc = srcdoc;
  return frame;
}

function smsDetail(message) {
  return [
    element('h2', {}, message.to),
    element('p', { className: 'bubble' }, message.text ?? ''),
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
