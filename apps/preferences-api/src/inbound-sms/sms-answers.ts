/** Implements N8, AC-13. What people are answered who text us STOP, START or HELP. Short, so that each is one text. */
import type { Language } from '#contracts';
import type { SmsRequest } from '#notifications';
import { type Brand, foldToGsm7 } from '#templates';

/** `{brand}` and `{support}` stand for the brand's name and where to get help. */
export const SMS_ANSWERS = {
  stop: {
    en: '{brand}: You will get no more texts from us at this number. Reply START to get them again. Help: {support}',
    es: '{brand}: Ya no le enviaremos SMS a este número. Responda START para volver a recibirlos. Ayuda: {support}',
    fr: '{brand} : Vous ne recevrez plus de SMS de notre part à ce numéro. Répondez START pour les reprendre. Aide : {support}',
  },
  start: {
    en: '{brand}: You can get texts about your orders at this number again. Reply STOP to end them, HELP for help.',
    es: '{brand}: Puede volver a recibir SMS sobre sus pedidos en este número. Responda STOP para no recibirlos, AYUDA para ayuda.',
    fr: '{brand} : Vous pouvez à nouveau recevoir nos SMS sur vos commandes à ce numéro. Répondez STOP pour arrêter, AIDE pour de l’aide.',
  },
  help: {
    en: '{brand}: Texts about your orders, as they happen. Rates may apply. Reply STOP to end them. Help: {support}',
    es: '{brand}: SMS sobre sus pedidos. Pueden aplicarse tarifas. Responda STOP para no recibirlos. Ayuda: {support}',
    fr: '{brand} : SMS sur vos commandes. Des frais peuvent s’appliquer. Répondez STOP pour arrêter. Aide : {support}',
  },
} as const satisfies Record<SmsRequest, Record<Language, string>>;

export function smsAnswer(
  request: SmsRequest,
  language: Language,
  { name, supportContact }: Pick<Brand, 'name' | 'supportContact'>,
): string {
  const values: Readonly<Record<string, string>> = { brand: name, support: supportContact };
  const words = SMS_ANSWERS[request][language];
  return foldToGsm7(words.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole));
}
