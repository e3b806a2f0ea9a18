/** Implements N8. What every email says around its own words. */
import type { Language } from '#contracts';
import { fullStop } from '../content/wording.js';

interface EmailFrame {
  readonly greeting: (name: string | null) => string;
  readonly signature: (brand: string) => string;
  readonly help: string;
  readonly why: (brand: string) => string;
  readonly preferences: string;
  readonly unsubscribe: string;
}

export const EMAIL_FRAMES = {
  en: {
    greeting: (name) => (name === null ? 'Hello,' : `Hi ${name},`),
    signature: (brand) => `The ${brand} team`,
    help: 'Any questions? We’re happy to help:',
    why: (brand) => fullStop(`You’re receiving this email because you placed an order with ${brand}`),
    preferences: 'Choose what we write to you about',
    unsubscribe: 'Unsubscribe',
  },
  es: {
    greeting: (name) => (name === null ? 'Hola:' : `Hola, ${name}:`),
    signature: (brand) => `El equipo de ${brand}`,
    help: '¿Tiene alguna duda? Estamos aquí para ayudarle:',
    why: (brand) => fullStop(`Recibe este correo porque ha hecho un pedido en ${brand}`),
    preferences: 'Elegir qué avisos recibo',
    unsubscribe: 'Darme de baja',
  },
  fr: {
    greeting: (name) => (name === null ? 'Bonjour,' : `Bonjour ${name},`),
    signature: (brand) => `L’équipe ${brand}`,
    help: 'Une question ? Nous sommes là pour vous aider :',
    why: (brand) => fullStop(`Vous recevez cet e-mail car vous avez passé commande chez ${brand}`),
    preferences: 'Choisir les messages que je reçois',
    unsubscribe: 'Me désabonner',
  },
} as const satisfies Record<Language, EmailFrame>;
