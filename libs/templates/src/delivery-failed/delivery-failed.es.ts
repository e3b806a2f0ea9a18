import { type Wording, sentences } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { DeliveryFailedFacts } from './delivery-failed.facts.js';

const announcement = (facts: DeliveryFailedFacts) =>
  `${parcel('es', facts)} no se ha podido entregar (${facts.reason}).`;

const whatNext = ({ nextAttempt, supportContact }: DeliveryFailedFacts) =>
  nextAttempt
    ? `Nuevo intento: ${nextAttempt}. Procure que haya alguien para recibirlo.`
    : `Contacte con nosotros (${supportContact}) para acordar otra entrega.`;

export const deliveryFailedEs: Wording<DeliveryFailedFacts> = {
  email: (facts) => ({
    subject: `${parcel('es', facts)} no se ha podido entregar`,
    preheader: whatNext(facts),
    heading: 'No hemos podido entregar su paquete',
    paragraphs: [
      sentences('Lo sentimos.', announcement(facts)),
      facts.nextAttempt
        ? `Lo intentaremos de nuevo el ${facts.nextAttempt}. Procure que haya alguien para recibirlo. Si ese día no le viene bien, díganoslo.`
        : `Todavía no hay un nuevo intento previsto. Contacte con nosotros (${facts.supportContact}) y acordaremos otra entrega.`,
    ],
    button: 'Seguir mi paquete',
  }),
  sms: (facts) => {
    const message = sentences(announcement(facts), whatNext(facts));
    return [sentences(message, facts.trackingUrl), message];
  },
  inApp: (facts) => ({ title: 'Entrega no realizada', body: sentences(announcement(facts), whatNext(facts)) }),
};
