import { Clock } from '#runtime';
import { Injectable } from '@nestjs/common';
import type { FaultStep } from '../faults/fault.schema.js';
import { FaultScripts } from '../faults/fault-scripts.service.js';
import { type Course, planCourse } from './course.js';
import type { ProviderAnswer, ProviderDialect } from './provider-answer.js';

const ALL_GOES_WELL: FaultStep = { kind: 'ok' };

/** Uses up the recipient's next fault. */
@Injectable()
export class CoursePlanner {
  constructor(
    private readonly faults: FaultScripts,
    private readonly clock: Clock,
  ) {}

  /** @param answer the provider's to an accepted message */
  next(recipient: string, dialect: ProviderDialect, answer: ProviderAnswer): Course {
    return planCourse(this.faults.next(recipient) ?? ALL_GOES_WELL, dialect, answer, this.clock.now());
  }
}
