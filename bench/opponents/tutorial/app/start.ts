import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { consumerOptions } from './kafka.options.js';
import { SETTINGS } from './settings.js';

/** @param role also the name of its consumer group */
export async function start(module: Type, role: string): Promise<void> {
  const app = await NestFactory.create(module, { logger: ['warn', 'error', 'fatal'] });
  app.connectMicroservice<MicroserviceOptions>(consumerOptions(role));
  app.enableShutdownHooks();
  await app.startAllMicroservices();
  await app.listen(SETTINGS.port, '127.0.0.1');
}
