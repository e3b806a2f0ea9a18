import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { DeliveryService } from '../delivery.service.js';
import { HealthController } from '../health.controller.js';
import { SmsController } from './sms.controller.js';
import { SmsService } from './sms.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [SmsController, HealthController],
  providers: [DeliveryService, SmsService],
})
export class SmsWorkerModule {}
