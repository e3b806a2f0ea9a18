import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#contracts';
import { renderEmail } from '../index.js';
import { parsedEmail } from '../parsed-email.fixture.js';
import { aSampleContext, aSampleEvent } from '../samples/order-event.samples.js';

describe('an email', () => {
  it('of the longest order that an event may hold stays below the 100 KB that clients cut', () => {
    const names = ['&', '"', '登', '🥾', 'Z\u0300'].map((character) => character.repeat(300).slice(0, 300));
    for (const name of names) {
      const items = Array.from({ length: 500 }, () => ({
        name,
        quantity: 1_000_000,
        unitPrice: '999999999999.9999',
      }));
      const texts = { name, postalAddress: name, supportContact: name };
      const { html } = renderEmail(
        aSampleEvent('order_confirmed', { items, orderNumber: name.slice(0, 64) }),
        aSampleContext({ recipientName: name, brand: texts }),
      );
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    }
  });

  it('links to the support’s email address, and shows any other contact as it is', () => {
    const linksWith = (supportContact: string) => {
      const { brand } = aSampleContext();
      const context = aSampleContext({ brand: { ...brand, supportContact } });
      return parsedEmail(renderEmail(aSampleEvent('delivered'), context).html).links;
    };
    expect(linksWith('help+orders@trailhead.example')).toContain('mailto:help+orders@trailhead.example');
    for (const contact of [
      '+1 415 555 0123',
      'a@b.example?bcc=c@d.example',
      'https://x.example',
      'Mail: a@b.example',
    ]) {
      expect(linksWith(contact).filter((link) => link.startsWith('mailto:'))).toEqual([]);
    }
  });

  it.each(LANGUAGES)('shows how far the order is, but does not read it out, in %s', (language) => {
    const { html } = renderEmail(aSampleEvent('out_for_delivery'), aSampleContext({ language }));
    expect(html.match(/class="bar done"/g)).toHaveLength(3);
    expect(html.match(/class="bar to-come"/g)).toHaveLength(1);
    expect(html.match(/class="step" [^>]*aria-hidden="true"/g)).toHaveLength(4);
  });

  it('of a payment or a refund has nothing on its way', () => {
    expect(renderEmail(aSampleEvent('refund_initiated'), aSampleContext()).html).not.toContain('class="bar');
  });
});
