/* global location */
/** The demo's customers to choose from. */
import { loadSetup } from './demo-session';
import { element, find } from './elements';
import { addressOf } from './page-address';

const form = find('#somebody', 'form');

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const page = event.submitter?.getAttribute('value') === 'react' ? 'react' : 'plain';
  location.assign(addressOf(page, find('input', 'input', form).value));
});

try {
  const { customers } = await loadSetup();
  find('#customers').append(...customers.map(customerItem));
  find('section').hidden = customers.length === 0;
} catch {
  find('#fault').hidden = false;
}

/** @param {import('./demo-session').DemoCustomer} customer */
function customerItem({ userId, name, about }) {
  const words = element('p', {}, element('b', {}, name), ` – ${about}`);
  const link = (/** @type {'plain' | 'react'} */ page, /** @type {string} */ label) =>
    element('a', { href: addressOf(page, userId), 'aria-label': `${name}: ${label}` }, label);
  return element(
    'li',
    {},
    words,
    element('p', { class: 'actions' }, link('plain', 'Plain page'), link('react', 'With React')),
  );
}
