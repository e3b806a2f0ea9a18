/** Implements F6. What a person reads where a page could not be made; what they sent is kept on it, to be sent again. */
import type { Language } from '#contracts';
import { type SafeHtml, html } from '#templates';
import type { Request } from 'express';
import type { ProblemCode } from '../problems/problems.js';
import { renderPage } from './page.js';
import { browserLanguage } from './page-language.js';
import { isFromOtherSite } from './same-site.js';

/** Those that a person may meet who does nothing but follow our links and use our forms. */
export const PAGE_PROBLEMS = ['temporarily_unavailable', 'internal_error', 'too_many_requests'] as const;

type PageProblem = (typeof PAGE_PROBLEMS)[number];

interface Wording {
  readonly titles: Readonly<Record<PageProblem, string>>;
  /** Only the first can say that nothing was changed: an answer may get lost after its change was stored. */
  readonly advice: Readonly<Record<'asked' | 'kept' | 'sent', string>>;
  readonly ask: string;
  readonly send: string;
}

export const PROBLEM_PAGE_WORDING = {
  en: {
    titles: {
      temporarily_unavailable: 'We cannot do this right now',
      internal_error: 'Something went wrong on our side',
      too_many_requests: 'That was too much at once',
    },
    advice: {
      asked: 'Nothing was changed. Please try again in a moment.',
      kept: 'We could not confirm your choices, but this page still has them. Please send them again in a moment; sending them twice does no harm.',
      sent: 'We could not confirm your choices. Please go back and send them again in a moment; sending them twice does no harm.',
    },
    ask: 'Try again',
    send: 'Send again',
  },
  es: {
    titles: {
      temporarily_unavailable: 'Ahora mismo no es posible',
      internal_error: 'Algo ha fallado por nuestra parte',
      too_many_requests: 'Demasiadas solicitudes a la vez',
    },
    advice: {
      asked: 'No se ha cambiado nada. Inténtelo de nuevo en un momento.',
      kept: 'No hemos podido confirmar sus preferencias, pero esta página las conserva. Envíelas de nuevo en un momento; enviarlas dos veces no causa ningún problema.',
      sent: 'No hemos podido confirmar sus preferencias. Vuelva atrás y envíelas de nuevo en un momento; enviarlas dos veces no causa ningún problema.',
    },
    ask: 'Intentar de nuevo',
    send: 'Enviar de nuevo',
  },
  fr: {
    titles: {
      temporarily_unavailable: 'Ce n’est pas possible pour le moment',
      internal_error: 'Un problème est survenu de notre côté',
      too_many_requests: 'Trop de demandes à la fois',
    },
    advice: {
      asked: 'Rien n’a été modifié. Veuillez réessayer dans un instant.',
      kept: 'Nous n’avons pas pu confirmer vos choix, mais cette page les a conservés. Veuillez les envoyer à nouveau dans un instant\u00a0; les envoyer deux fois est sans conséquence.',
      sent: 'Nous n’avons pas pu confirmer vos choix. Veuillez revenir en arrière et les envoyer à nouveau dans un instant\u00a0; les envoyer deux fois est sans conséquence.',
    },
    ask: 'Réessayer',
    send: 'Envoyer à nouveau',
  },
} as const satisfies Record<Language, Wording>;

/** @returns undefined where a problem document is the better answer: to programs, and to what only programs do */
export function problemPage(request: Request, problem: ProblemCode): string | undefined {
  const code = PAGE_PROBLEMS.find((each) => each === problem);
  if (code === undefined || request.accepts('json', 'html') !== 'html') return undefined;
  // The customer's own language is among what may be out of reach.
  const language = browserLanguage(request);
  const words = PROBLEM_PAGE_WORDING[language];
  return renderPage({ language, title: words.titles[code], content: wayOn(words, request) });
}

function wayOn(words: Wording, request: Request): SafeHtml {
  if (request.method === 'GET')
    return html`<p>${words.advice.asked}</p>
      <p><a href="">${words.ask}</a></p>`;
  const fields = keptFields(request);
  if (fields.length === 0) return html`<p>${words.advice.sent}</p>`;
  return html`<p>${words.advice.kept}</p>
    <form method="post">
      ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button>${words.send}</button>
    </form>`;
}

/** What another web site wrote must not come back as if the person had. */
function keptFields(request: Request): (readonly [string, string])[] {
  if (isFromOtherSite(request) || request.is('application/x-www-form-urlencoded') === false) return [];
  return Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
}
