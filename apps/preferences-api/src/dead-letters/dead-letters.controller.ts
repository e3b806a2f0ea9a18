/** Implements F4, AC-16. Dead letters, for operators. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { Database, type DeadLetterRecord, findDeadLetter, listDeadLetters } from '#database';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { cursorOf } from '../paging/position-cursor.js';
import { readsIfAny } from '../preferences/media-type.guard.js';
import { ProblemError } from '../problems/problem.error.js';
import {
  type DeadLetterDocument,
  type DeadLetterPage,
  type DeadLettersQuery,
  type ReplayBatch,
  type ReplayRequest,
  type Replayed,
  deadLettersQuerySchema,
  replayRequestSchema,
} from './dead-letter.schema.js';
import { ReplayService } from './replay.service.js';

const uuid = z.uuid();

@Controller('notifications/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly database: Database,
    private readonly replays: ReplayService,
  ) {}

  @Get()
  async list(@Query({ schema: deadLettersQuerySchema }) { cursor, limit }: DeadLettersQuery): Promise<DeadLetterPage> {
    const found = await listDeadLetters(this.database, cursor, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(documentOf),
      nextCursor: found.length > limit && last !== undefined ? cursorOf([last.at.getTime(), last.id]) : null,
    };
  }

  @Post('replay')
  @HttpCode(202)
  @UseGuards(readsIfAny('application/json'))
  replayOldest(
    @CurrentCaller() caller: Caller,
    @Body({ schema: replayRequestSchema }) request: ReplayRequest,
  ): Promise<ReplayBatch> {
    return this.replays.replayOldest(caller.subject, request);
  }

  @Get(':id')
  async find(@Param('id') id: string): Promise<DeadLetterDocument> {
    const letter = uuid.safeParse(id).success ? await findDeadLetter(this.database, id) : undefined;
    if (letter === undefined) throw new ProblemError('not_found');
    return documentOf(letter);
  }

  @Post(':id/replay')
  @HttpCode(202)
  replay(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<Replayed> {
    if (!uuid.safeParse(id).success) throw new ProblemError('not_found');
    return this.replays.replay(caller.subject, id);
  }
}

function documentOf(letter: DeadLetterRecord): DeadLetterDocument {
  const at = letter.at.toISOString();
  return letter.kind === 'notification'
    ? { ...letter, at }
    : { ...letter, at, replayedAt: letter.replayedAt?.toISOString() ?? null };
}
