/* global DOMParser, FormData, URLSearchParams, document, fetch, window */
/**
 * Implements F3. Makes the preference page nicer; without it, the page does all the same things. Saves without leaving the page, says what
 * quiet hours will do while they are being chosen, and warns before changes are left behind.
 */
'use strict';

const theForm = () => document.getElementById('preferences');
const control = (name) => theForm().elements.namedItem(name);

let dirty = false;

function setDirty(value) {
  dirty = value;
  const line = theForm().querySelector('[data-unsaved]');
  line.textContent = value ? line.dataset.unsaved : '';
}

/** Shows the sentence that fits what is chosen now. */
function showOutcome() {
  const zone = control('timeZone').selectedOptions[0];
  const slots = {
    start: control('quietHours.start').value,
    end: control('quietHours.end').value,
    city: zone.dataset.city ?? zone.textContent,
  };
  const isQuiet = control('quietHours.enabled').checked && slots.start !== slots.end;
  const active = 'several' in zone.dataset ? 'severalZones' : 'active';
  const shown = control('channels.sms').checked ? (isQuiet ? active : 'inactive') : 'textsOff';
  for (const slot of document.querySelectorAll('[data-slot]')) {
    const value = slots[slot.dataset.slot];
    // Only what changes is written: each writing is read out.
    if (slot.textContent !== value) slot.textContent = value;
  }
  for (const sentence of document.querySelectorAll('[data-outcome]')) {
    sentence.hidden = sentence.dataset.outcome !== shown;
  }
}

async function save(event) {
  event.preventDefault();
  const form = theForm();
  const button = form.querySelector('button');
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    const answer = await fetch(window.location.href, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams(new FormData(form)),
    });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    // A page that says so would take the place of what was chosen.
    const isOutage = answer.status >= 500 || answer.status === 429;
    if (!isPage || isOutage) throw new Error(`answered ${answer.status}`);
    show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    form.querySelector('[data-unsaved]').textContent = form.dataset.failed;
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** Puts the page that was answered in place of this one. One that says that the link does not work has no footer. */
function show(page) {
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  const historyIsOpen = document.querySelector('details')?.open ?? false;
  document.querySelector('main').replaceWith(page.querySelector('main'));
  document.querySelector('footer').replaceWith(...page.querySelectorAll('footer'));
  const details = document.querySelector('details');
  if (details !== null) details.open = historyIsOpen;
  start();
  const news = document.getElementById('notice') ?? document.querySelector('h1');
  news.tabIndex = -1;
  news.focus();
}

function start() {
  const form = theForm();
  if (form === null) {
    dirty = false;
    return;
  }
  setDirty(form.dataset.dirty === 'true');
  form.addEventListener('submit', (event) => void save(event));
  form.addEventListener('input', () => {
    setDirty(true);
    showOutcome();
  });
}

window.addEventListener('beforeunload', (event) => {
  if (dirty) event.preventDefault();
});

start();
