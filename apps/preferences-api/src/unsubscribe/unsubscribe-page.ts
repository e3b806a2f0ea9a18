/** Implements F6. The pages behind an unsubscribe link. */
import type { Language } from '#contracts';
import { renderPage } from '../pages/page.js';
import { UNSUBSCRIBE_WORDING } from './unsubscribe.wording.js';

export type UnsubscribePage = 'question' | 'done' | 'bad_link';

/** The form has no address: it posts to the one it was opened at. */
export function unsubscribePage(page: UnsubscribePage, language: Language): string {
  return renderPage({ language, ...contentOf(page, language) });
}

function contentOf(page: UnsubscribePage, language: Language): { title: string; content: string } {
  const words = UNSUBSCRIBE_WORDING[language];
  switch (page) {
    case 'question':
      return {
        title: words.question,
        content: `<p>${words.explanation}</p>\n<form method="post"><button>${words.button}</button></form>`,
      };
    case 'done':
      return { title: words.done, content: `<p role="status">${words.afterwards}</p>` };
    case 'bad_link':
      return { title: words.badLink, content: `<p>${words.badLinkAdvice}</p>` };
  }
}
