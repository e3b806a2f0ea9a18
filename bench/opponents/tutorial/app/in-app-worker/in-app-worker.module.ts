import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { DeliveryService } from '../delivery.service.js';
import { HealthController } from '../health.controller.js';
import { InAppController } from './in-app.controller.js';
import { InboxGateway } from './inbox.gateway.js';
import { InboxService } from './inbox.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [InAppController, HealthController],
  providers: [DeliveryService, InboxService, InboxGateway],
})
export class InAppWorkerModule {}
