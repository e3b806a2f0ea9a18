import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { DeliveryService } from '../delivery.service.js';
import { HealthController } from '../health.controller.js';
import { EmailController } from './email.controller.js';
import { EmailService } from './email.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [EmailController, HealthController],
  providers: [DeliveryService, EmailService],
})
export class EmailWorkerModule {}
