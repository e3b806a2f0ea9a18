import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SMS_KEYWORDS, readSms } from './sms-keywords.js';

const requestIn = (text: string) => readSms(text)?.request;

describe('AC-13 a text to us', () => {
  it.each([
    // As Twilio knows them.
    ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
    // However they are typed.
    ...[
      'stop',
      ' Stop ',
      'STOP!',
      '"stop".',
      'S.T.O.P.',
      's t o p',
      'Stop\n',
      'stop stop stop',
      '🛑',
      'ＳＴＯＰ',
      'stop.',
      'Opt-out',
    ],
    // In sentences.
    ...[
      'please stop',
      'Stop please!',
      'pls stop texting me',
      'Please stop sending me these messages',
      'stop all texts now',
    ],
    ...[
      'I want to stop receiving texts',
      'unsubscribe me please',
      'Can you stop this?',
      'Yes, stop',
      'Yes please stop texting me',
      'STOP. Help!',
      'No, stop!',
      'Stop, wrong number',
      'Stop, you have the wrong person',
      'cancel texts',
      'end all messages',
    ],
    ...[
      'Don’t text me',
      "don't send me any messages",
      'Remove me from your list',
      'take me off your list',
      'no more texts please',
    ],
    ...['leave me alone!', 'I would like to opt out of these notifications', 'thanks, stop', 'hi, stop messages'],
    // In Spanish.
    ...[
      'ALTO',
      'parar',
      'Basta ya',
      'BAJA',
      'cancelar',
      'Por favor, paren',
      'dar de baja',
      'darme de baja por favor',
      'stop por favor',
    ],
    ...[
      'No me envíen más mensajes',
      'ya no quiero mas mensajes',
      'no más mensajes',
      'dejen de enviarme... stop',
      'Dejen de enviarme mensajes',
      'Déjenme en paz',
    ],
    // In French.
    ...[
      'ARRÊT',
      'arret',
      'Arrêtez s’il vous plaît',
      'désabonner',
      'me désabonner svp',
      'Stop SVP',
      'plus de SMS',
      'annuler',
    ],
    ...[
      'Ne m’envoyez plus de messages',
      'arrêtez vos messages',
      'stop aux SMS',
      'Laissez-moi tranquille',
      'désinscription merci',
    ],
    // With what a phone adds.
    ...['STOP\n\nSent from my phone', 'Stop\r\n> Your order has shipped'],
  ])('%j asks us to stop', (text) => {
    expect(requestIn(text)).toBe('stop');
  });

  it.each([
    ...[
      'START',
      'start!',
      'Unstop',
      'YES',
      'please start',
      'Start again, please',
      'start sending me texts again',
      'Please start your messages',
      'I want to start receiving texts',
      'start start',
    ],
    ...['iniciar', 'Reanudar por favor', 'ALTA', 'Démarrer', 'reprendre svp'],
  ])('%j asks us to start again', (text) => {
    expect(requestIn(text)).toBe('start');
  });

  it.each(['HELP', 'help?', 'Info', 'please help', 'AYUDA', 'ayuda por favor', 'Información', 'aide', 'Aide SVP !'])(
    '%j asks for help',
    (text) => {
      expect(requestIn(text)).toBe('help');
    },
  );

  it.each([
    ...[
      '',
      '   ',
      '👍',
      'ok',
      'thanks!',
      'gracias',
      'merci',
      'por favor',
      'please',
      '12345',
      'stopp',
      'unstoppable',
      'nonstop',
    ],
    // About orders, and about the way to the door.
    ...[
      "Don't stop",
      'please do not stop',
      'Where does the driver stop?',
      'stop at the back door',
      'the bus stop on Main Street',
    ],
    ...[
      'It was delivered to the wrong stop',
      'cancel my order',
      'Please cancel order A-10023',
      'quit your job',
      'the end',
    ],
    ...[
      'at the end of the road',
      'is this the end',
      'Can I cancel the delivery?',
      'cancelar mi pedido',
      'la calle está en alto',
    ],
    ...[
      'plus',
      'plus tard',
      'la parte baja de la casa',
      'annuler ma commande',
      'arrêt de bus',
      'un piso alto',
      'no more boxes',
    ],
    ...[
      'no',
      'No, the parcel is not here',
      'Is help coming?',
      'help me with my order',
      'who is this',
      'start the refund',
      'yes, send the text',
      'help, texts',
      'start it',
      'when do the texts start',
    ],
    ...[
      'yes I got it',
      'yes, at 5',
      'Yes\nthe red door',
      'when does it start',
      'info@example.com is my address',
      'start stop',
      'help stop start',
    ],
    'I was at home the whole day and your driver did not stop here at all, so please call me about it now',
  ])('%j asks for nothing', (text) => {
    expect(requestIn(text)).toBeUndefined();
  });

  it.each([
    ['STOP', null],
    ['unsubscribe', 'en'],
    ['Basta', 'es'],
    ['Stop, désabonnez-moi', 'fr'],
    ['INFO', null],
  ])('%j tells the language %p', (text, language) => {
    expect(readSms(text)?.language).toBe(language);
  });

  it('is read in any case, and between spaces and punctuation', () => {
    const keyword = fc.constantFrom(...Object.keys(SMS_KEYWORDS));
    const around = fc.stringMatching(/^[\s.,!?"'()*-]{0,6}$/);
    fc.assert(
      fc.property(keyword, around, around, fc.boolean(), (word, before, after, isLoud) => {
        const request = SMS_KEYWORDS[word as keyof typeof SMS_KEYWORDS].request;
        expect(requestIn(before + (isLoud ? word.toUpperCase() : word) + after)).toBe(request);
      }),
    );
  });

  it('is read quickly, whatever it is', () => {
    const startedAt = performance.now();
    for (const text of ['stop '.repeat(50_000), '\u0301'.repeat(100_000), '\n'.repeat(100_000), 'a.'.repeat(100_000)])
      readSms(text);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readSms(text)));
  });
});
