import { Module } from '@nestjs/common';
import { ClientsModule } from '@nestjs/microservices';
import { DatabaseModule } from '../database/database.module.js';
import { HealthController } from '../health.controller.js';
import { producerOptions } from '../kafka.options.js';
import { DispatcherService } from './dispatcher.service.js';
import { NUDGE_CLIENT } from './nudge-client.js';
import { OrderEventsController } from './order-events.controller.js';

@Module({
  imports: [DatabaseModule, ClientsModule.register([{ name: NUDGE_CLIENT, ...producerOptions('dispatcher') }])],
  controllers: [OrderEventsController, HealthController],
  providers: [DispatcherService],
})
export class DispatcherModule {}
