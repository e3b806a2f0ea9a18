/** Implements F3, F6. The language in which a page speaks. */
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '#contracts';
import { resolveLanguage } from '#notifications';
import type { Request } from 'express';

/** What nobody chose for the customer, the browser may. */
export function pageLanguage(said: readonly (string | null | undefined)[], request: Request): Language {
  return said.some((tag) => tag != null) ? resolveLanguage(said) : browserLanguage(request);
}

export function browserLanguage(request: Request): Language {
  const preferred = request.acceptsLanguages(...LANGUAGES);
  return LANGUAGES.find((language) => language === preferred) ?? DEFAULT_LANGUAGE;
}
