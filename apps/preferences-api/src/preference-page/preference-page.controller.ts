/** Implements F3, F6, N7. The page where customers choose, from a link in every email, without signing in. */
import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { orBadLink } from '../pages/bad-link-page.js';
import { SCRIPTED_PAGE_HEADERS } from '../pages/page.js';
import { pageLanguage } from '../pages/page-language.js';
import { refuseOtherSites } from '../pages/same-site.js';
import { readsOnly } from '../preferences/media-type.guard.js';
import { readForm } from './preference-form.js';
import { preferencePage } from './preference-page.js';
import { PreferencePageService } from './preference-page.service.js';
import { PAGE_SETTINGS, type PreferencePageSettings } from './preference-page.settings.js';
import type { Submission } from './sheet.js';

/** 409 rather than 412: the version stands in the form, not in a header. */
const STATUS = { saved: 200, invalid: 422, conflict: 409 } as const satisfies Record<Submission['kind'], number>;

@Controller('preferences/:token')
export class PreferencePageController {
  constructor(
    private readonly service: PreferencePageService,
    @Inject(PAGE_SETTINGS) private readonly settings: PreferencePageSettings,
  ) {}

  @Get()
  show(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return orBadLink(request, response, true, () => this.page(token, request, response));
  }

  /** Answers with the page itself: what it shows is stored, whether or not a script was there to ask. */
  @Post()
  @HttpCode(200)
  @UseGuards(readsOnly('application/x-www-form-urlencoded'))
  save(
    @Param('token') token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return orBadLink(request, response, true, async () => {
      refuseOtherSites(request);
      const submission = await this.service.submit(token, readForm(request.body));
      response.status(STATUS[submission.kind]);
      return this.page(token, request, response, submission);
    });
  }

  private async page(token: string, request: Request, response: Response, submission?: Submission): Promise<string> {
    const view = await this.service.view(token);
    const language = pageLanguage([view.stored.preferences.language, view.automatic.language], request);
    response.set(SCRIPTED_PAGE_HEADERS);
    return preferencePage({ ...view, language, brand: this.settings.brand, submission });
  }
}
