/** Implements F6, N7, N8, AC-05. Unsubscribing from a link, without signing in; one click from the mail client (RFC 8058). */
import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { NoFilesInterceptor } from '@nestjs/platform-express';
import type { Brand } from '#templates';
import type { Request, Response } from 'express';
import { orBadLink } from '../pages/bad-link-page.js';
import { BRAND } from '../pages/brand.js';
import { PAGE_HEADERS } from '../pages/page.js';
import { pageLanguage } from '../pages/page-language.js';
import { ProblemError } from '../problems/problem.error.js';
import { submittedFields } from './submitted-fields.js';
import { unsubscribePage } from './unsubscribe-page.js';
import type { UnsubscribedDocument } from './unsubscribe.operations.js';
import { type Subscription, UnsubscribeService } from './unsubscribe.service.js';
import type { UnsubscribeNews } from './unsubscribe.wording.js';

/** More than a form of ours, or of a mail client, holds. */
const MULTIPART_LIMITS = { parts: 10, fields: 10, fieldSize: 1_024, files: 0 };

@Controller('notifications/unsubscribe/:token')
export class UnsubscribeController {
  constructor(
    private readonly unsubscribes: UnsubscribeService,
    @Inject(BRAND) private readonly brand: Brand,
  ) {}

  @Get()
  ask(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const wantsPage = request.accepts('html', 'json') !== 'json';
    return orBadLink(request, response, wantsPage, async () =>
      this.show(request, response, await this.unsubscribes.look(token)),
    );
  }

  @Post()
  @HttpCode(200)
  @UseInterceptors(NoFilesInterceptor({ limits: MULTIPART_LIMITS }))
  act(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string | UnsubscribedDocument> {
    const wantsPage = request.accepts('json', 'html') === 'html';
    return orBadLink<string | UnsubscribedDocument>(request, response, wantsPage, () =>
      wantsPage ? this.actOnPage(token, request, response) : this.actForProgram(token, request),
    );
  }

  private async actForProgram(token: string, request: Request): Promise<UnsubscribedDocument> {
    const { scope, undo, version } = submittedFields(request.body);
    if (undo) {
      const { link } = await this.unsubscribes.undo(token, scope, version);
      return { unsubscribed: false, channel: link.channel, scope };
    }
    const done = await this.unsubscribes.unsubscribe(token, scope);
    return { unsubscribed: true, channel: done.link.channel, scope: done.scope };
  }

  private async actOnPage(token: string, request: Request, response: Response): Promise<string> {
    const { scope, undo, version } = submittedFields(request.body);
    if (!undo) return this.show(request, response, await this.unsubscribes.unsubscribe(token, scope));
    try {
      return this.show(request, response, await this.unsubscribes.undo(token, scope, version), 'turned_on');
    } catch (error) {
      if (!(error instanceof ProblemError && error.code === 'version_mismatch')) throw error;
      response.status(412);
      return this.show(request, response, await this.unsubscribes.look(token), 'changed_meanwhile');
    }
  }

  private show(request: Request, response: Response, subscription: Subscription, news?: UnsubscribeNews): string {
    const { stored, directoryLanguage } = subscription;
    const language = pageLanguage([stored.preferences.language, directoryLanguage], request);
    response.set(PAGE_HEADERS);
    return unsubscribePage({ ...subscription, language, brand: this.brand, news });
  }
}
