/**
 * The least a Nest application does for a request, on the server that comes with Nest: what the API is compared with.
 * Tells its parent its port, and ends with it.
 */
import 'reflect-metadata';
import { Body, Controller, Get, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DEFAULT_PREFERENCES } from '#contracts';

const DOCUMENT = { ...DEFAULT_PREFERENCES, updatedAt: null };

/** At the API's own address, so that both are sent the very same requests. */
@Controller('api/v2/notifications/preferences')
class BareController {
  @Get()
  read(): unknown {
    return DOCUMENT;
  }

  @Put()
  replace(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const app = await NestFactory.create<NestExpressApplication>(BareModule, { logger: false });
await app.listen(0, '127.0.0.1');
process.send?.(await app.getUrl());
process.once('disconnect', () => process.exit(0));
