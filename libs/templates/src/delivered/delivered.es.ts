import type { LocalMoment } from '../content/locale-format.js';
import type { Wording } from '../content/wording.js';
import { parcel } from '../shipment/shipment.facts.js';
import type { DeliveredFacts } from './delivered.facts.js';

/** One o’clock is singular: “a la 1:05”. */
const when = ({ date, time }: LocalMoment) => `el ${date} a ${time.startsWith('1:') ? 'la' : 'las'} ${time}`;

const announcement = (facts: DeliveredFacts) => `${parcel('es', facts)} fue entregado ${when(facts.delivered)}.`;

export const deliveredEs: Wording<DeliveredFacts> = {
  email: (facts) => ({
    subject: `${parcel('es', facts)} ha sido entregado`,
    preheader: `Entregado ${when(facts.delivered)}. Esperamos que le guste.`,
    heading: '¡Ya ha llegado!',
    paragraphs: [
      announcement(facts),
      'Esperamos que le guste. Si no lo encuentra o algo no está bien, díganoslo y lo solucionaremos.',
    ],
    button: 'Ver los detalles de la entrega',
  }),
  sms: (facts) => [`${announcement(facts)} ¡Que lo disfrute!`],
  inApp: (facts) => ({ title: 'Entregado', body: `${announcement(facts)} ¡Que lo disfrute!` }),
};
