import type { KnownReasons } from '../content/known-reasons.js';

export const FAILURE_REASONS: KnownReasons = [
  {
    written: ['nobody home', 'no one home', 'not home', 'not at home', 'recipient absent', 'recipient not available'],
    en: 'nobody was home',
    es: 'destinatario ausente',
    fr: 'destinataire absent',
  },
  {
    written: ['wrong address', 'bad address', 'incorrect address', 'address not found', 'unknown address'],
    en: 'the address could not be found',
    es: 'domicilio no encontrado',
    fr: 'adresse introuvable',
  },
  {
    written: ['refused', 'delivery refused', 'refused by recipient', 'recipient refused'],
    en: 'the delivery was refused',
    es: 'entrega rechazada',
    fr: 'livraison refusée',
  },
  {
    written: ['damaged', 'package damaged', 'damaged in transit'],
    en: 'the package was damaged',
    es: 'paquete dañado',
    fr: 'colis endommagé',
  },
  { written: ['road closed'], en: 'the road was closed', es: 'carretera cortada', fr: 'route fermée' },
  { written: ['weather', 'bad weather'], en: 'bad weather', es: 'mal tiempo', fr: 'mauvais temps' },
  {
    written: ['no access', 'access denied', 'access not possible'],
    en: 'there was no access to the address',
    es: 'acceso imposible',
    fr: 'accès impossible',
  },
  {
    written: ['closed', 'business closed', 'premises closed'],
    en: 'the premises were closed',
    es: 'establecimiento cerrado',
    fr: 'établissement fermé',
  },
];
