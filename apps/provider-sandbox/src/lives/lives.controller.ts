import {
  BadRequestException,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post,
  Put,
  StandardSchemaValidationPipe,
  UsePipes,
} from '@nestjs/common';
import { PROVIDERS, type Provider } from '../ledger/ledger-entries.js';
import { Ledger } from '../ledger/ledger.service.js';
import { EVERYBODY, type RunningScript } from '../scripts/recipient-scripts.js';
import { LifeRunner } from './life-runner.service.js';
import { LifeScripts } from './life-scripts.service.js';
import { type Life, LifeSchema, type LifeScript, LifeScriptSchema, happensAt } from './life.schema.js';

@Controller('sandbox')
@UsePipes(new StandardSchemaValidationPipe())
export class LivesController {
  constructor(
    private readonly scripts: LifeScripts,
    private readonly ledger: Ledger,
    private readonly runner: LifeRunner,
  ) {}

  @Get('lives')
  list(): readonly RunningScript<Life>[] {
    return this.scripts.list();
  }

  @Put('lives/:recipient')
  set(
    @Param('recipient') recipient: string,
    @Body({ schema: LifeScriptSchema }) script: LifeScript,
  ): RunningScript<Life> {
    for (const life of script.steps) refuseStrangeEvents(life, providersOf(recipient));
    return this.scripts.set(recipient, script);
  }

  @Delete('lives/:recipient')
  @HttpCode(204)
  remove(@Param('recipient') recipient: string): void {
    if (!this.scripts.remove(recipient)) throw new NotFoundException('no lives are set for this recipient');
  }

  /** Something more happens to a message, from now on. Answered at once, or with `beforeAnswer` when all of it was told. */
  @Post('ledger/:id/life')
  @HttpCode(204)
  async live(@Param('id', ParseIntPipe) id: number, @Body({ schema: LifeSchema }) life: Life): Promise<void> {
    const message = this.ledger.message(id);
    if (message === undefined) throw new NotFoundException('no such message in the ledger');
    refuseStrangeEvents(life, [message.provider]);
    const lived = this.runner.live(message, life);
    if (life.beforeAnswer) await lived;
  }
}

function providersOf(recipient: string): readonly Provider[] {
  if (recipient === EVERYBODY) return PROVIDERS;
  return [recipient.includes('@') ? 'sendgrid' : 'twilio'];
}

function refuseStrangeEvents({ events = [] }: Life, providers: readonly Provider[]): void {
  const stranger = events.find((event) => !providers.some((provider) => happensAt(provider, event)));
  if (stranger !== undefined) throw new BadRequestException(`${stranger.event} is no event of ${providers.join(', ')}`);
}
