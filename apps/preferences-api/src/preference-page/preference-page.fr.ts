import type { PreferenceWording } from './preference-wording.js';

export const FR: PreferenceWording = {
  heading: 'Nos messages sur vos commandes',
  intro: (brand) => `Choisissez ce que ${brand} vous communique sur vos commandes, et comment.`,
  saved: { title: 'Vos choix sont enregistrés', detail: 'Ils s’appliquent dès maintenant.' },
  invalid: {
    title: 'Pas encore enregistré\u00a0: veuillez vérifier ce qui est signalé',
    fields: {
      'quietHours.start': 'Veuillez saisir une heure, par exemple 22:00.',
      'quietHours.end': 'Veuillez saisir une heure, par exemple 08:00.',
      timeZone: 'Veuillez choisir un fuseau horaire dans la liste.',
      language: 'Veuillez choisir une langue dans la liste.',
    },
  },
  conflict: {
    title: 'Pas encore enregistré\u00a0: vos choix ont été modifiés ailleurs',
    detail:
      'Depuis l’ouverture de cette page, un autre onglet, appareil ou lien les a modifiés. Rien n’est perdu\u00a0: vous voyez ci-dessous ces modifications avec les vôtres. Veuillez les vérifier et enregistrer à nouveau.',
    elsewhere: 'Modifié ailleurs\u00a0:',
  },
  global: {
    name: 'Messages sur vos commandes',
    detail: 'Si vous les désactivez, vous ne recevrez plus rien de notre part sur vos commandes.',
  },
  channels: {
    heading: 'Comment nous vous contactons',
    names: { email: 'E-mail', sms: 'SMS', in_app: 'Dans votre compte' },
    details: {
      email: (address) => address ?? 'Nous n’avons pas encore votre adresse e-mail.',
      sms: (address) => address ?? 'Nous n’avons pas encore votre numéro de téléphone.',
      in_app: (_, brand) => `Dans votre messagerie ${brand}`,
    },
    smsConsent: 'En activant les SMS, vous acceptez de recevoir des SMS sur vos commandes.',
    smsTerms:
      'Leur nombre dépend de vos commandes. Des frais de message et de données peuvent s’appliquer. Répondez STOP pour arrêter, HELP pour obtenir de l’aide.',
    otherNumber: {
      why: (phone) =>
        `Votre numéro a changé. Vous avez accepté les SMS à un autre numéro\u00a0: nous n’en envoyons aucun au ${phone} tant que vous ne les acceptez pas à nouveau.`,
      agree: (phone) => `J’accepte de recevoir des SMS sur mes commandes au ${phone}.`,
    },
  },
  types: {
    heading: 'Ce dont nous vous informons',
    detail: 'Un message n’est envoyé que si son canal est aussi activé ci-dessus.',
    column: 'Message',
  },
  quietHours: {
    heading: 'Heures de silence',
    name: 'Pas de SMS la nuit',
    start: 'De',
    end: 'À',
    timeZone: 'Fuseau horaire',
    active:
      'Les SMS attendent de {start} à {end}, heure de {city}. Les e-mails et les messages dans votre compte n’attendent pas.',
    severalZones:
      'Nous ne connaissons pas votre fuseau horaire\u00a0: les SMS peuvent attendre plus longtemps que de {start} à {end}, car nous tenons compte de tous les fuseaux horaires possibles pour votre numéro. Veuillez choisir le vôtre ci-dessous. Les e-mails et les messages dans votre compte n’attendent pas.',
    inactive: 'Les SMS peuvent arriver à toute heure du jour et de la nuit.',
    textsOff: 'Les SMS sont désactivés\u00a0: il n’y a rien à retenir.',
  },
  language: { heading: 'Langue', name: 'Nous vous écrivons en' },
  automatic: (now) => (now === null ? 'Automatique' : `Automatique (${now})`),
  save: 'Enregistrer',
  unsaved: 'Vos modifications ne sont pas enregistrées.',
  failed: 'Vos choix n’ont pas pu être enregistrés. Ils sont toujours là\u00a0: veuillez réessayer dans un instant.',
  history: {
    heading: 'Historique des modifications',
    none: 'Rien n’a encore été modifié.',
    sources: {
      preference_page: 'sur cette page',
      preferences_api: 'dans votre compte',
      unsubscribe_link: 'par le lien de désabonnement',
      mail_program: 'par votre logiciel de messagerie',
    },
    elsewhere: 'ailleurs',
    on: 'activé',
    off: 'désactivé',
    names: {
      globalEnabled: 'Messages sur vos commandes',
      'quietHours.enabled': 'Heures de silence',
      'quietHours.start': 'Début des heures de silence',
      'quietHours.end': 'Fin des heures de silence',
      timeZone: 'Fuseau horaire',
      language: 'Langue',
    },
  },
  footer: {
    personal:
      'Cette page n’appartient qu’à vous. Quiconque en a l’adresse peut modifier vos choix\u00a0: ne la partagez pas.',
    help: 'Une question\u00a0?',
  },
};
