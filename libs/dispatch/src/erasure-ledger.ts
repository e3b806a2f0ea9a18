/** Implements N6, N8, AC-14. The ledger of erasures against the tables, which may have come back from a backup that is older. */
import { Injectable } from '@nestjs/common';
import {
  Database,
  type Erasure,
  RecipientKeys,
  type Tombstone,
  findForgotten,
  listErasures,
  listTombstones,
} from '#database';
import { Clock, IdGenerator } from '#runtime';
import { DirectoryService } from './directory.service.js';
import { isFinished } from './erasure.js';
import { pages } from './pages.js';

const PAGE = 500;

@Injectable()
export class ErasureLedger {
  constructor(
    private readonly database: Database,
    private readonly keys: RecipientKeys,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * Erases again whoever the ledger names and the directory has forgotten, and finishes what a crash left half done: a tombstone whose key is
   * still there. Running it again does nothing.
   * @returns how many customers were erased again
   * @throws the reason of `signal`, once it is aborted, between two pages
   */
  async replay(signal?: AbortSignal): Promise<number> {
    const again = await this.eraseAgain(signal);
    await this.finishAll(signal);
    return again;
  }

  private async eraseAgain(signal?: AbortSignal): Promise<number> {
    let erased = 0;
    for await (const page of pages<Erasure>(
      (after) => listErasures(this.keys.database, after?.userId ?? '', PAGE),
      signal,
    )) {
      const forgotten = await findForgotten(this.database, page);
      erased += forgotten.length;
      await this.directory.apply(
        forgotten.map(({ userId, erasedAt }) => ({
          type: 'customer.deleted',
          id: this.ids.next(),
          time: erasedAt,
          data: { userId },
        })),
      );
    }
    return erased;
  }

  private async finishAll(signal?: AbortSignal): Promise<void> {
    for await (const page of pages<Tombstone>(
      (after) => listTombstones(this.database, after?.userId ?? '', PAGE),
      signal,
    )) {
      const keys = await this.keys.find(page.map(({ userId }) => userId));
      const now = this.clock.now();
      const [finished, unfinished] = [true, false].map((is) =>
        page.filter((tombstone) => isFinished(tombstone, keys, now) === is),
      ) as [Tombstone[], Tombstone[]];
      await this.directory.finish(unfinished);
      // For the ledger, where it is the younger of the two.
      await this.keys.destroy(finished, []);
    }
  }
}
