/** Implements F9, N8. Whether an address is suppressed and why, for customer service; operators lift it. */
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { readsOnly } from '../preferences/media-type.guard.js';
import { ProblemError } from '../problems/problem.error.js';
import {
  type AddressStandings,
  type SuppressionSearch,
  type SuppressionsQuery,
  suppressionSearchSchema,
  suppressionsQuerySchema,
} from './suppressions.schema.js';
import { SuppressionsService } from './suppressions.service.js';

const uuid = z.uuid();

@Controller('notifications/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsService) {}

  @Get()
  async ofCustomer(
    @Query({ schema: suppressionsQuerySchema }) { userId }: SuppressionsQuery,
  ): Promise<AddressStandings> {
    return { items: await this.suppressions.ofCustomer(userId) };
  }

  @Post('search')
  @HttpCode(200)
  @UseGuards(readsOnly('application/json'))
  async ofAddress(@Body({ schema: suppressionSearchSchema }) search: SuppressionSearch): Promise<AddressStandings> {
    return { items: [await this.suppressions.ofAddress(search)] };
  }

  @Delete(':id')
  @HttpCode(204)
  async lift(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    if (!uuid.safeParse(id).success) throw new ProblemError('not_found');
    await this.suppressions.lift(caller.subject, id);
  }
}
