/**
 * Implements N8, AC-13. The words in which people ask to stop, to start again and for help. Sources: Twilio's "Support for Opt-Out
 * Keywords" for those that stand alone; 47 CFR 64.1200(a)(10), by which people revoke consent in any reasonable words.
 *
 * All in lower case, without accents and punctuation. Several words are a phrase; phrases are apart by commas. "Don't", "never" and
 * "no longer" are read as "do not".
 */

export type SmsRequest = 'stop' | 'start' | 'help';

export interface Keyword {
  readonly request: SmsRequest;
  /** null: the same word is used in all languages. */
  readonly language: 'en' | 'es' | 'fr' | null;
  /**
   * - `always`: it has no other meaning
   * - `alone`: among courtesies only
   * - `alone_or_beside_messages`: among courtesies, or beside a word for messages
   * - `beside_messages`: there only
   */
  readonly counts: 'always' | 'alone' | 'alone_or_beside_messages' | 'beside_messages';
  /** It refuses what follows: "I do not want to stop texts" is no request to stop. */
  readonly refuses: boolean;
}

interface Group extends Pick<Keyword, 'request' | 'counts'> {
  readonly refuses?: true;
  readonly phrases: Readonly<Partial<Record<keyof typeof LANGUAGES, string>>>;
}

const LANGUAGES = { any: null, en: 'en', es: 'es', fr: 'fr' } as const satisfies Record<string, Keyword['language']>;

const GROUPS: readonly Group[] = [
  {
    request: 'stop',
    counts: 'always',
    phrases: {
      any: 'stop, stopall, stop all',
      en: `unsubscribe, unsubscribed, unsub, optout, opt out, opted out, opt me out, opt us out, opt this number out, opt my number out,
        revoke, withdraw my consent, withdraw consent, do not consent, remove me, remove us, remove my number, remove this number,
        remove my phone number, remove this phone number, delete me, delete my number, delete this number, erase my number, lose my number, take me off,
        take us off, take my number off, take this number off, take my phone number off, off your list, off your lists,
        from your list, from your lists, leave me alone, do not text, do not message, do not contact me, do not contact us,
        do not contact this number, do not write to me, do not bother me`,
      es: `dar de baja, darse de baja, darme de baja, denme de baja, deme de baja, dame de baja, me doy de baja, desuscribir,
        desuscribirme, desuscribame, desuscribanme, dejen de enviarme, deje de enviarme, dejen de mandarme, no escriban,
        no me escriban, no me escriba, no me escribas, no me contacten, no me contacte, no me contactes, no me molesten,
        no me molestes, dejenme en paz, dejeme en paz, dejame en paz, borren mi numero, borre mi numero, borra mi numero,
        eliminen mi numero, elimine mi numero, elimina mi numero, quiten mi numero, quite mi numero, quita mi numero, quitenme,
        saquenme, borrenme, eliminenme, de su lista, de sus listas, revoco mi consentimiento, retiro mi consentimiento,
        ni un mensaje mas`,
      fr: `desabonner, desabonnez, desabonne, desabonnement, desinscrire, desinscrivez, desinscris, desinscription, stoppez, stopper,
        plus de sms, plus de messages, plus de textos, plus de notifications, plus aucun sms, plus aucun message,
        ne m envoyez plus, ne m ecrivez plus, ne me contactez plus, ne me derangez plus, laissez moi tranquille,
        fichez moi la paix, retirez moi, supprimez moi, enlevez moi, retirez mon numero, supprimez mon numero,
        effacez mon numero, enlevez mon numero, de votre liste, de vos listes, retire mon consentement,
        revoque mon consentement`,
    },
  },
  {
    request: 'stop',
    counts: 'alone_or_beside_messages',
    phrases: {
      en: 'cancel, end, quit, no texts, no text messages, no more, do not want any more, do not want no more, do not send, do not send me',
      es: `alto, parar, pare, paren, basta, cancelar, cancele, cancelen, detener, baja, no mas, no quiero mas, dejen de enviar,
        no me envien, no me envie, no me envies, no me manden, no me mande, no me mandes, no me envien nada mas, no me manden nada mas`,
      fr: 'arret, arreter, arretez, annuler, annulez, resilier, resiliez, plus rien, ne m envoyez plus rien',
    },
  },
  {
    request: 'stop',
    counts: 'beside_messages',
    phrases: {
      any: 'refuse',
      en: 'cease, discontinue, terminate, turn off, enough, want out',
      es: `deja de, deje de, dejen de, dejad de, para de, anular, anulen, detengan, suspendan, suspender, no envien, no envie,
        no manden, no mande`,
      fr: 'arrete, cessez, cesser, assez, fin, ne plus, n envoyez plus, ne m envoyez pas, plus aucune, plus besoin',
    },
  },
  {
    request: 'stop',
    counts: 'beside_messages',
    refuses: true,
    phrases: {
      en: 'do not want, do not need, do not wish, do not like, not interested in',
      es: 'no quiero, no queremos, no deseo, no necesito, no me interesan, no autorizo',
      fr: `ne veux plus, ne veux pas, veux plus, veux pas, ne voulons plus, ne souhaite plus, ne souhaite pas, souhaite plus,
        ne desire plus`,
    },
  },
  {
    request: 'start',
    counts: 'alone_or_beside_messages',
    phrases: {
      any: 'start',
      en: 'unstop, resubscribe',
      es: 'iniciar, empezar, reanudar',
      fr: 'commencer, demarrer, reprendre',
    },
  },
  { request: 'start', counts: 'alone', phrases: { en: 'yes', es: 'alta' } },
  {
    request: 'help',
    counts: 'alone',
    phrases: {
      any: 'info',
      en: `help, help me, help us, need help, i need help, need some help, i need some help, get help, can i get help, more info,
        more information`,
      es: `ayuda, ayudame, ayudeme, ayudenme, informacion, necesito ayuda, quiero ayuda, mas informacion, mas info, me ayuda,
        me puede ayudar, me pueden ayudar, puede ayudarme, pueden ayudarme`,
      fr: `aide, aidez moi, aide moi, de l aide, besoin d aide, j ai besoin d aide, pouvez vous m aider, plus d info, plus d infos,
        plus d informations`,
    },
  },
];

const listed = (phrases: string) => phrases.split(',').map((phrase) => phrase.trim().replaceAll(/\s+/g, ' '));

const LANGUAGE_KEYS = Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[];

/** By phrase. */
export const SMS_KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  GROUPS.flatMap(({ request, counts, refuses = false, phrases }) =>
    LANGUAGE_KEYS.flatMap((key) => {
      const keyword = { request, counts, refuses, language: LANGUAGES[key] };
      return listed(phrases[key] ?? '').map((phrase) => [phrase, keyword] as const);
    }),
  ).filter(([phrase]) => phrase !== ''),
);

/** What people call what we send, and how we come to send it. */
export const MESSAGES: ReadonlySet<string> = new Set(
  listed(`
    text, texts, texting, texted, message, messages, messaging, sms, msg, msgs, notification, notifications, notifs, alerts, updates,
    order updates, order texts, order messages, order notifications, delivery updates, shipping updates, contacted, hear from you,
    spam, spamming, subscription,
    mensaje, mensajes, texto, textos, notificacion, notificaciones, aviso, avisos, alertas, escriban, escribir, escribirme,
    contacten, contactarme, molestarme, suscripcion,
    notifs, alertes, ecrire, ecriviez, contacter, contacte, pub, pubs, publicite, publicites, abonnement
  `),
);

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What may stand around any request. */
export const COURTESIES = words(`
  please pls plz thanks thank you hi hello hey ok okay now already immediately asap kindly just again can could would will
  por favor porfavor gracias hola ya ahora mismo inmediatamente de nuevo
  svp stp veuillez s il vous te plait merci bonjour maintenant immediatement tout suite
`);

/** What else a request to stop is made of. */
export const SURROUNDINGS = words(`
  i we want wish need would like to the a an all any these this those your ur from for me my us number phone it off list of and be more anymore
  sending contacting receiving receive getting get sent send consent permission said say told asked removed no you have wrong person
  quiero queremos los las el la todos todas este esta estos estas su sus me mi mis nos numero telefono lista enviar enviarme mandar
  mandarme recibir enviando mandando mas a al que envien manden ningun ninguno dije consentimiento
  je j ai dit veux voudrais souhaite de d des les le la ces cet ce vos votre mes mon ma me m moi tous toutes aucun aucune envoyer
  envoi envoyiez etre recevoir numero telephone liste plus aux du sur que consentement
`);
