import type { Language } from '#contracts';

interface Wording {
  readonly question: string;
  readonly explanation: string;
  readonly button: string;
  readonly done: string;
  readonly afterwards: string;
  readonly badLink: string;
  readonly badLinkAdvice: string;
}

export const UNSUBSCRIBE_WORDING = {
  en: {
    question: 'Stop emails about your orders?',
    explanation: 'We will no longer email you when an order is confirmed, shipped, delivered or refunded.',
    button: 'Stop these emails',
    done: 'You are unsubscribed',
    afterwards: 'We will not send you any more emails about your orders. You can turn them on again in your account.',
    badLink: 'This link does not work',
    badLinkAdvice:
      'It may be incomplete. Please open it from the email again, or change your preferences in your account.',
  },
  es: {
    question: '¿Dejar de recibir correos sobre tus pedidos?',
    explanation: 'Ya no te escribiremos cuando un pedido se confirme, se envíe, se entregue o se reembolse.',
    button: 'No quiero más correos',
    done: 'Te has dado de baja',
    afterwards: 'No te enviaremos más correos sobre tus pedidos. Puedes volver a activarlos en tu cuenta.',
    badLink: 'Este enlace no funciona',
    badLinkAdvice: 'Puede que esté incompleto. Ábrelo otra vez desde el correo o cambia tus preferencias en tu cuenta.',
  },
  fr: {
    question: 'Ne plus recevoir d’e-mails sur vos commandes ?',
    explanation: 'Nous ne vous écrirons plus lorsqu’une commande est confirmée, expédiée, livrée ou remboursée.',
    button: 'Arrêter ces e-mails',
    done: 'Vous êtes désabonné',
    afterwards: 'Vous ne recevrez plus d’e-mails sur vos commandes. Vous pouvez les réactiver dans votre compte.',
    badLink: 'Ce lien ne fonctionne pas',
    badLinkAdvice:
      'Il est peut-être incomplet. Ouvrez-le à nouveau depuis l’e-mail, ou modifiez vos préférences dans votre compte.',
  },
} as const satisfies Record<Language, Wording>;
