/** Implements F6, N7, N8, AC-05. Unsubscribing from a link, without signing in; one click from the mail client (RFC 8058). */
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from '#contracts';
import { InvalidTokenError } from '#privacy';
import type { Request, Response } from 'express';
import { PAGE_HEADERS } from '../pages/page.js';
import { ProblemError } from '../problems/problem.error.js';
import { type UnsubscribePage, unsubscribePage } from './unsubscribe-page.js';
import type { UnsubscribedDocument } from './unsubscribe.operations.js';
import { UnsubscribeService } from './unsubscribe.service.js';

@Controller('notifications/unsubscribe/:token')
export class UnsubscribeController {
  constructor(private readonly unsubscribes: UnsubscribeService) {}

  @Get()
  async ask(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const wantsPage = request.accepts('html', 'json') !== 'json';
    return orBadLink(
      async () => show(response, 'question', await this.unsubscribes.look(token)),
      () => badLink(request, response, wantsPage),
    );
  }

  /** The body is of no interest, whatever its type: the mail client's `List-Unsubscribe=One-Click` says what the link says. */
  @Post()
  @HttpCode(200)
  async unsubscribe(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | UnsubscribedDocument> {
    const wantsPage = request.accepts('json', 'html') === 'html';
    return orBadLink<string | UnsubscribedDocument>(
      async () => {
        const { channel, language } = await this.unsubscribes.unsubscribe(token);
        return wantsPage ? show(response, 'done', language) : { unsubscribed: true, channel, scope: 'all' };
      },
      () => badLink(request, response, wantsPage),
    );
  }
}

async function orBadLink<T>(work: () => Promise<T>, otherwise: () => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidTokenError) return otherwise();
    throw error;
  }
}

/** One answer to every link that is not ours, so that trying links teaches nothing. */
function badLink(request: Request, response: Response, wantsPage: boolean): string {
  if (!wantsPage) throw new ProblemError('not_found', 'This link does not work');
  response.status(404);
  return show(response, 'bad_link', preferredLanguage(request));
}

function show(response: Response, page: UnsubscribePage, language: Language): string {
  response.set(PAGE_HEADERS);
  return unsubscribePage(page, language);
}

/** Nobody's link names nobody's language; the browser may. */
function preferredLanguage(request: Request): Language {
  const preferred = request.acceptsLanguages(...LANGUAGES);
  return LANGUAGES.find((language) => language === preferred) ?? DEFAULT_LANGUAGE;
}
