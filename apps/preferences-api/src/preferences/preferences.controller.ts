/** Implements F1, F3, AC-01. A customer's own preferences. */
import { Body, Controller, Get, Headers, Patch, Put, Res, UseGuards } from '@nestjs/common';
import type { Preferences, PreferencesDocument } from '#contracts';
import type { StoredPreferences } from '#database';
import type { Response } from 'express';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ProblemError, invalidRequest } from '../problems/problem.error.js';
import { UNKNOWN_FIELD, parseOrProblem } from '../problems/validation.pipe.js';
import { etagOf, parseIfMatch } from './if-match.js';
import { readsOnly } from './media-type.guard.js';
import { applyMergePatch } from './merge-patch.js';
import { storablePreferencesSchema } from './preferences.schema.js';
import { PreferencesService } from './preferences.service.js';
import { unknownNamesBy } from './unknown-names.js';

/** A patch that does not speak of texts says nothing about them, whatever the switch. */
const namesSms = z.looseObject({ channels: z.looseObject({ sms: z.literal(true) }) });

const unknownNames = unknownNamesBy(storablePreferencesSchema);

@Controller('notifications/preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Get()
  async read(
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PreferencesDocument> {
    return answer(await this.preferences.find(caller.subject), response);
  }

  @Put()
  @UseGuards(readsOnly('application/json'))
  async replace(
    @CurrentCaller() caller: Caller,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: storablePreferencesSchema }) preferences: Preferences,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PreferencesDocument> {
    const check = parseIfMatch(ifMatch);
    const keep = ({ version }: StoredPreferences) => {
      check(version);
      return preferences;
    };
    // A whole document that leaves SMS on says nothing of a number that has changed since: consent for it takes a PATCH that names SMS.
    const stored = await this.preferences.change(caller.subject, 'preferences_api', keep);
    return answer(stored, response);
  }

  @Patch()
  @UseGuards(readsOnly('application/merge-patch+json', 'application/json'))
  async merge(
    @CurrentCaller() caller: Caller,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() patch: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PreferencesDocument> {
    const check = parseIfMatch(ifMatch);
    const unknown = unknownNames(patch).map((field) => ({ field, message: UNKNOWN_FIELD }));
    if (unknown.length > 0) throw invalidRequest(unknown);
    const merged = (current: StoredPreferences) => {
      check(current.version);
      return parseOrProblem(storablePreferencesSchema, applyMergePatch(current.preferences, patch));
    };
    const affirmsSms = namesSms.safeParse(patch).success;
    const stored = await this.preferences.change(caller.subject, 'preferences_api', merged, { affirmsSms });
    return answer(stored, response);
  }
}

/** @throws ProblemError not_found for a customer who was erased */
function answer(stored: StoredPreferences, response: Response): PreferencesDocument {
  const { preferences, version, updatedAt, erased } = stored;
  if (erased) throw new ProblemError('not_found');
  response.setHeader('ETag', etagOf(version));
  return { ...preferences, updatedAt: updatedAt?.toISOString() ?? null } as PreferencesDocument;
}
