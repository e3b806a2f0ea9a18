import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSms } from './sms-keywords.js';
import { SMS_KEYWORDS } from './sms-keywords.vocabulary.js';

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
    // What is meant, without any of the usual words.
    ...[
      'I do not want to receive any more texts',
      'opt me out',
      'take my number off your list',
      'quit texting me',
      'I revoke my consent',
      'stop spamming me',
      'please do not text this number',
      'I said stop',
      'cancel subscription',
    ],
    ...[
      'I no longer wish to receive your messages',
      'Never text me again',
      "I don't want these texts anymore",
      "Don't want any more messages, thanks",
      'Please delete my number from your list.',
      'Lose my number!',
      'I already told you to stop texting me',
      'not interested in your texts',
      'Turn off text notifications please',
      'I withdraw my consent',
      "I don't consent to these messages",
      "I don't want to hear from you",
      'Enough texts already',
      'No texts please',
      'You need to stop texting me',
      'I want out of these texts',
      'I don’t need these order updates, please take me off the list',
      'I do not want this, unsubscribe me',
      'Yes, end these texts',
    ],
    ...[
      'No quiero recibir más mensajes',
      'Deja de enviarme mensajes',
      'no me escriban más',
      'darse de baja',
      'Ya no deseo recibir sus SMS.',
      'No necesito estos avisos',
      'No quiero que me envíen mensajes',
      'Borren mi número de su lista',
      'Quítenme de la lista por favor',
      'Revoco mi consentimiento',
      'No me molesten más, por favor',
      'Cancelen mi suscripción',
      'Dejen de escribirme',
      'Ya dije que no me manden mensajes',
      'No, paren los mensajes',
      'Ni un mensaje más',
      'No me manden nada más',
      'quiero darme de baja de estos mensajes',
    ],
    ...[
      'Je ne veux plus recevoir de SMS',
      'je ne veux plus de sms',
      'stoppez',
      'je me désabonne',
      'Je ne souhaite plus recevoir vos messages.',
      'Je ne veux pas de ces SMS',
      'Merci de stopper vos SMS',
      'Supprimez mon numéro de votre liste',
      'Retirez-moi de la liste, merci',
      'N’envoyez plus de messages à ce numéro',
      'Ne m’écrivez plus !',
      'Plus aucun message svp',
      'Je retire mon consentement',
      'Arrête de m’envoyer des textos',
      'Cessez vos SMS',
      'Merci de ne plus me contacter',
      'Ne m’envoyez plus rien',
      'Je ne veux plus être contacté',
      'Veuillez arrêter vos messages',
      'J’ai dit stop',
      'Je refuse de recevoir vos messages',
      'résilier mon abonnement',
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

  it.each([
    ...['HELP', 'help?', 'Info', 'please help', 'AYUDA', 'ayuda por favor', 'Información', 'aide', 'Aide SVP !'],
    ...['help me', 'Can you help me please?', 'I need help', 'I need some help.', 'Hi, need help', 'more info please'],
    ...['Help us!', 'more information', 'Could you help me', 'Can I get help?', 'HELP ME NOW'],
    ...[
      'necesito ayuda',
      'Hola, quiero ayuda',
      'ayúdenme por favor',
      '¿Me pueden ayudar?',
      'más información',
      'Ayúdame',
    ],
    ...[
      'besoin d’aide',
      'J’ai besoin d’aide',
      'Aidez-moi SVP',
      'Pouvez-vous m’aider ?',
      'plus d’infos',
      'De l’aide svp',
    ],
  ])('%j asks for help', (text) => {
    expect(requestIn(text)).toBe('help');
  });

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
    // About parcels, though the words are those of requests.
    ...[
      'Can you stop by the store',
      'when does my package stop in Ohio',
      'yes stop sign nearby',
      'I do not want to cancel my order',
      'I did not receive my package',
      'please do not leave the package outside',
      'I no longer want this order',
      'I don’t want to receive the package on Monday',
      'take my package off the truck',
      'do not text and drive',
      'I do not get your texts',
      'I am not receiving any messages',
      'I didn’t get a text',
      'Do not need a signature',
      'I do not want it',
      'quit your job, please, and my package will come',
      'turn off the lights',
      'enough with the rain',
      'more texts please',
      'cancel yes',
      'my number has changed',
      'I do not have a phone number',
      'I need help with my order',
      'I do not need help',
    ],
    ...[
      'no quiero cancelar mi pedido',
      'no he recibido mi pedido',
      'no quiero el paquete',
      'No me llegan sus mensajes',
      'no necesito ayuda',
      'no dejen el paquete en la calle',
      'Dejen de tirar los paquetes',
      'deja el paquete en la puerta',
      'para de llover',
      'quiero más mensajes',
      'necesito ayuda con mi pedido',
      'no escriban en la caja',
      'basta con dejarlo en la puerta',
    ],
    ...[
      'Je n’ai pas reçu mon colis',
      'je ne veux pas annuler ma commande',
      'je ne veux plus de ce colis',
      'je ne reçois plus vos SMS',
      'je n’ai pas reçu de message',
      'le livreur refuse de monter',
      'supprimez un article de ma commande',
      'besoin d’aide pour ma commande',
      'arrêtez le camion',
      'plus de colis ?',
      'ne plus livrer ici',
      'fin de la rue',
      'stoppez devant la porte',
      'cessez de jeter mes colis',
    ],
    // They refuse to stop.
    ...[
      'I do not want to stop texts',
      'I don’t want to unsubscribe',
      'please never stop texting me',
      'do not stop sending me messages',
      'I do not want you to cancel my messages',
      'no quiero darme de baja',
      'no dejen de enviarme mensajes',
      'por favor no cancelen los mensajes',
      'no me den de baja',
      'no quiero que paren los mensajes',
      'je ne veux pas me désabonner',
      'je ne veux pas arrêter les SMS',
      'n’arrêtez pas vos messages',
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
    ['No quiero recibir más SMS', 'es'],
    ['Je ne veux plus de SMS', 'fr'],
    ['INFO', null],
  ])('%j tells the language %p', (text, language) => {
    expect(readSms(text)?.language).toBe(language);
  });

  it.each([
    ['I never signed up for this, stop', 'stop'],
    ['Is this spam? STOP please!', 'stop'],
    ['Ya he dicho que no. Stop', 'stop'],
    ['Where is it? Cancel', undefined],
    ['Leave it there. Thanks. End', undefined],
    ['Where do you stop, at noon?', undefined],
  ])('a clause of its own is enough where it can mean nothing else: %j', (text, request) => {
    expect(readSms(text)?.request).toBe(request);
  });

  it('is read in any case, and between spaces and punctuation', () => {
    const alone = [...SMS_KEYWORDS].filter(([, { counts }]) => counts !== 'beside_messages');
    const around = fc.stringMatching(/^[\s.,!?"'()*-]{0,6}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...alone),
        around,
        around,
        fc.boolean(),
        ([phrase, keyword], before, after, isLoud) => {
          expect(requestIn(before + (isLoud ? phrase.toUpperCase() : phrase) + after)).toBe(keyword.request);
        },
      ),
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
