/** Implements F6, N7. One answer to every link that is not ours, so that trying links teaches nothing. */
import type { Language } from '#contracts';
import { InvalidTokenError } from '#privacy';
import { html } from '#templates';
import type { Request, Response } from 'express';
import { ProblemError } from '../problems/problem.error.js';
import { PAGE_HEADERS, renderPage } from './page.js';
import { browserLanguage } from './page-language.js';

export const BAD_LINK_WORDING = {
  en: {
    title: 'This link does not work',
    advice: 'It may be incomplete. Please open it from the email again, or change your choices in your account.',
  },
  es: {
    title: 'Este enlace no funciona',
    advice: 'Puede que esté incompleto. Ábralo de nuevo desde el correo o cambie sus preferencias en su cuenta.',
  },
  fr: {
    title: 'Ce lien ne fonctionne pas',
    advice:
      'Il est peut-être incomplet. Ouvrez-le à nouveau depuis l’e-mail, ou modifiez vos préférences dans votre compte.',
  },
} as const satisfies Record<Language, Readonly<Record<'title' | 'advice', string>>>;

/**
 * Does what a link is for.
 * @param wantsPage else a link that is not ours is answered with a problem document
 * @throws ProblemError not_found
 */
export async function orBadLink<T>(
  request: Request,
  response: Response,
  wantsPage: boolean,
  work: () => Promise<T>,
): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidTokenError) return badLink(request, response, wantsPage);
    throw error;
  }
}

function badLink(request: Request, response: Response, wantsPage: boolean): string {
  if (!wantsPage) throw new ProblemError('not_found', 'This link does not work');
  response.status(404).set(PAGE_HEADERS);
  const language = browserLanguage(request);
  const { title, advice } = BAD_LINK_WORDING[language];
  return renderPage({ language, title, content: html`<p>${advice}</p>` });
}
