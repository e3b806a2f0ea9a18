import { Module } from '@nestjs/common';
import { DashboardReader } from './dashboard-files.js';
import { DashboardController } from './dashboard.controller.js';

/** It has a module of its own because its addresses are not below `/api/v2`. */
@Module({
  controllers: [DashboardController],
  providers: [{ provide: DashboardReader, useValue: new DashboardReader() }],
})
export class DashboardModule {}
