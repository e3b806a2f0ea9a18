import { Injectable } from '@nestjs/common';
import { RecipientScripts } from '../scripts/recipient-scripts.js';
import type { Life } from './life.schema.js';

/** The lives in force: one step for each accepted message. */
@Injectable()
export class LifeScripts extends RecipientScripts<Life> {}
