import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type Language, NOTIFICATION_TYPES } from '#contracts';
import { renderEmail, renderInApp, renderSms } from './index.js';
import { parsedEmail } from './parsed-email.fixture.js';
import { DATA_SETS, sampleMessage } from './samples/data-sets.js';
import { englishIn, familiarIn, misprintsIn, refusedIn } from './wording-rules.fixture.js';

const CASES = LANGUAGES.flatMap((language) => NOTIFICATION_TYPES.map((type) => ({ type, language })));

/** All that a customer reads of one message, channel by channel; names and goods are in the customer's language. */
function readings(type: (typeof CASES)[number]['type'], language: Language): string[] {
  return DATA_SETS.filter((dataSet) => dataSet !== 'extreme').flatMap((dataSet) => {
    const { event, context } = sampleMessage(type, dataSet, language);
    const { subject, preheader, html, text } = renderEmail(event, context);
    const { title, body } = renderInApp(event, context);
    const sms = renderSms(event, context, { firstMessage: true }).body;
    return [subject, preheader, parsedEmail(html).text, text, title, body, sms];
  });
}

describe.each(CASES)('the wording of $type in $language', ({ type, language }) => {
  const texts = readings(type, language);

  it('AC-07 is in that language alone', () => {
    if (language === 'en') expect(englishIn(texts).length).toBeGreaterThan(10);
    else expect(englishIn(texts)).toEqual([]);
  });

  it('keeps the formal register', () => {
    expect(familiarIn(texts, language)).toEqual([]);
  });

  it('uses no word that the glossary refuses', () => {
    expect(refusedIn(texts, language)).toEqual([]);
  });

  it('is set by the rules of that language', () => {
    const { event, context } = sampleMessage(type, 'realistic', language);
    const { subject, preheader, text } = renderEmail(event, context);
    const { title, body } = renderInApp(event, context);
    expect(misprintsIn([subject, preheader, title, body, text], language)).toEqual([]);
  });
});

describe.each(NOTIFICATION_TYPES)('%s', (type) => {
  it('says everything in words of each language’s own', () => {
    const said = LANGUAGES.map((language) => {
      const { event, context } = sampleMessage(type, 'minimal', language);
      const { title, body } = renderInApp(event, context);
      const { subject, preheader, html } = renderEmail(event, context);
      return [title, body, subject, preheader, ...parsedEmail(html).headings, renderSms(event, context).body];
    });
    const [first = []] = said;
    for (const index of first.keys()) {
      expect(new Set(said.map((texts) => texts[index])).size).toBe(LANGUAGES.length);
    }
  });
});

describe('the rules of wording', () => {
  it.each([
    ['fr', 'Vos notifications de commande', 'notification'],
    ['fr', 'Commande expédiée', 'expédié'],
    ['fr', 'Échec de livraison', 'échec'],
    ['fr', 'Recevoir un mail', 'mail'],
    ['es', 'Intento de entrega fallido', 'fallido'],
    ['es', 'Pedido enviado', 'enviado'],
    ['es', 'Forma y método de pago', 'método de pago'],
  ] as const)('refuse in %s: %s', (language, text, refused) => {
    expect(refusedIn([text], language)).toEqual([refused]);
  });

  it('refuse English, forms of address of friends, and misprints', () => {
    expect(englishIn(['Su package', 'Responda STOP, START o HELP'])).toEqual(['package']);
    expect(familiarIn(['Sigue tu paquete'], 'es')).toEqual(['sigue', 'tu']);
    expect(misprintsIn(['Merci !', 'Merci\u00a0!', 'l’e-mail'], 'fr')).toEqual(['Merci !']);
    expect(misprintsIn(['Gracias!', '¡Gracias!'], 'es')).toEqual(['Gracias!']);
  });

  it('let pass what only looks alike', () => {
    expect(refusedIn(['Par e-mail', 'dès son expédition'], 'fr')).toEqual([]);
    expect(refusedIn(['en cuanto lo enviemos'], 'es')).toEqual([]);
  });
});
