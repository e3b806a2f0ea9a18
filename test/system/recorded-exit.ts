import { ProcessExit } from '#runtime';

/** Instead of ending Jest: remembers what would have ended the process. */
export class RecordedExit extends ProcessExit {
  readonly failures: { reason: string; error: unknown }[] = [];

  override fail(reason: string, error: unknown): void {
    this.failures.push({ reason, error });
  }
}
