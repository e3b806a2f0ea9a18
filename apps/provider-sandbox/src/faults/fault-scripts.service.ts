import { Injectable } from '@nestjs/common';
import { RecipientScripts } from '../scripts/recipient-scripts.js';
import type { FaultStep } from './fault.schema.js';

/** The faults in force: one step for each valid request. */
@Injectable()
export class FaultScripts extends RecipientScripts<FaultStep> {}
