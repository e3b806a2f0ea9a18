/** Implements F6, N8. */
import type { Language } from '#contracts';
import type { Scope } from './unsubscribe-scope.js';

/** What has just happened; nothing has when the link was only opened. */
export type UnsubscribeNews = 'turned_on' | 'changed_meanwhile';

interface Wording {
  readonly question: string;
  readonly explanation: string;
  readonly more: string;
  readonly choices: Readonly<Record<Scope, { readonly title: (typeName: string) => string; readonly detail: string }>>;
  readonly off: Readonly<Record<Scope, (typeName: string) => string>>;
  readonly afterwards: Readonly<Record<Scope, string>>;
  readonly undo: Readonly<Record<Scope, string>>;
  readonly news: Readonly<Record<UnsubscribeNews, string>>;
  readonly hint: string;
}

export const UNSUBSCRIBE_WORDING = {
  en: {
    question: 'What should we stop sending?',
    explanation: 'Nothing changes until you choose. Your choice counts at once.',
    more: 'Stop more than that?',
    choices: {
      type: { title: (type) => `Emails like this one: ${type}`, detail: 'All other emails keep coming.' },
      all: {
        title: () => 'All emails about my orders',
        detail: 'Texts and messages in your account stay as they are.',
      },
      everything: {
        title: () => 'Everything about my orders',
        detail: 'No emails, no texts, no messages in your account.',
      },
    },
    off: {
      type: (type) => `No more emails: ${type}`,
      all: () => 'You are unsubscribed',
      everything: () => 'We have stopped everything',
    },
    afterwards: {
      type: 'We no longer email you about this. All other emails keep coming.',
      all: 'We will not send you any more emails about your orders.',
      everything: 'We will not send you anything about your orders, on any channel.',
    },
    undo: {
      type: 'Undo: send me these emails',
      all: 'Undo: send me emails again',
      everything: 'Undo: send me messages again',
    },
    news: {
      turned_on: 'Undone. You will hear from us as before.',
      changed_meanwhile: 'Your choices were changed elsewhere since this page was opened. This is how they stand now.',
    },
    hint: 'Prefer to choose message by message? Use “Choose what we write to you about” at the end of any of our emails.',
  },
  es: {
    question: '¿Qué mensajes quiere dejar de recibir?',
    explanation: 'Nada cambia hasta que elija. Su elección se aplica de inmediato.',
    more: '¿Dejar de recibir algo más?',
    choices: {
      type: { title: (type) => `Correos como este: ${type}`, detail: 'Los demás correos seguirán llegando.' },
      all: {
        title: () => 'Todos los correos sobre mis pedidos',
        detail: 'Los SMS y los mensajes en su cuenta siguen como están.',
      },
      everything: {
        title: () => 'Todo lo relativo a mis pedidos',
        detail: 'Ni correos, ni SMS, ni mensajes en su cuenta.',
      },
    },
    off: {
      type: (type) => `Sin más correos: ${type}`,
      all: () => 'Baja confirmada',
      everything: () => 'Hemos detenido todos los avisos',
    },
    afterwards: {
      type: 'Ya no le enviaremos correos sobre esto. Los demás seguirán llegando.',
      all: 'No le enviaremos más correos sobre sus pedidos.',
      everything: 'No le enviaremos nada sobre sus pedidos, por ningún medio.',
    },
    undo: {
      type: 'Deshacer: recibir estos correos',
      all: 'Deshacer: recibir correos de nuevo',
      everything: 'Deshacer: recibir mensajes de nuevo',
    },
    news: {
      turned_on: 'Cambio deshecho. Volverá a tener noticias nuestras como antes.',
      changed_meanwhile: 'Sus preferencias cambiaron en otro lugar desde que se abrió esta página. Así están ahora.',
    },
    hint: '¿Prefiere elegir mensaje por mensaje? Use «Elegir qué avisos recibo» al final de cualquiera de nuestros correos.',
  },
  fr: {
    question: 'Que souhaitez-vous ne plus recevoir\u00a0?',
    explanation: 'Rien ne change tant que vous n’avez pas choisi. Votre choix s’applique aussitôt.',
    more: 'Arrêter d’autres messages\u00a0?',
    choices: {
      type: { title: (type) => `Les e-mails comme celui-ci\u00a0: ${type}`, detail: 'Les autres e-mails continuent.' },
      all: {
        title: () => 'Tous les e-mails sur mes commandes',
        detail: 'Les SMS et les messages dans votre compte ne changent pas.',
      },
      everything: {
        title: () => 'Tout ce qui concerne mes commandes',
        detail: 'Ni e-mails, ni SMS, ni messages dans votre compte.',
      },
    },
    off: {
      type: (type) => `Fin des e-mails\u00a0: ${type}`,
      all: () => 'Votre désabonnement est confirmé',
      everything: () => 'Tous nos messages sont arrêtés',
    },
    afterwards: {
      type: 'Nous ne vous enverrons plus d’e-mails à ce sujet. Les autres continuent.',
      all: 'Vous ne recevrez plus d’e-mails sur vos commandes.',
      everything: 'Vous ne recevrez plus aucun message sur vos commandes, par aucun canal.',
    },
    undo: {
      type: 'Annuler\u00a0: recevoir ces e-mails',
      all: 'Annuler\u00a0: recevoir à nouveau les e-mails',
      everything: 'Annuler\u00a0: recevoir à nouveau les messages',
    },
    news: {
      turned_on: 'Modification annulée. Vous recevrez nos messages comme avant.',
      changed_meanwhile:
        'Vos préférences ont été modifiées ailleurs depuis l’ouverture de cette page. Voici leur état actuel.',
    },
    hint: 'Vous préférez choisir message par message\u00a0? Utilisez «\u00a0Choisir les messages que je reçois\u00a0» à la fin de chacun de nos e-mails.',
  },
} as const satisfies Record<Language, Wording>;
