import { type Wording, sentences } from '../content/wording.js';
import { type ShipmentFacts, parcel } from '../shipment/shipment.facts.js';

const announcement = (facts: ShipmentFacts) =>
  `${parcel('es', facts)} ha salido a reparto${facts.carrier === null ? '' : ` con ${facts.carrier}`}`;

export const outForDeliveryEs: Wording<ShipmentFacts> = {
  email: (facts) => ({
    subject: `${parcel('es', facts)} ha salido a reparto`,
    preheader: '¡Ya falta poco! Procure que haya alguien para recibirlo.',
    heading: 'En reparto',
    paragraphs: [
      `¡Ya falta poco! ${announcement(facts)} y llegará muy pronto.`,
      'Procure que haya alguien para recibirlo.',
    ],
    button: 'Seguir mi paquete',
  }),
  sms: (facts) => {
    const message = `${announcement(facts)} y llega en breve.`;
    return [sentences(message, facts.trackingUrl), message];
  },
  inApp: (facts) => ({
    title: 'En reparto',
    body: `${announcement(facts)} y llegará muy pronto.`,
  }),
};
