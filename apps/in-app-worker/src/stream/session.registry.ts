import { Injectable } from '@nestjs/common';
import type { StreamSession } from './stream-session.js';

/** The connections to this replica, by customer. */
@Injectable()
export class SessionRegistry {
  private readonly sessions = new Map<string, Set<StreamSession>>();

  add(session: StreamSession): void {
    const own = this.sessions.get(session.userId) ?? new Set();
    this.sessions.set(session.userId, own.add(session));
  }

  remove(session: StreamSession): void {
    const own = this.sessions.get(session.userId);
    own?.delete(session);
    if (own?.size === 0) this.sessions.delete(session.userId);
  }

  /** @returns the connections of a customer, one per device */
  of(userId: string): StreamSession[] {
    return [...(this.sessions.get(userId) ?? [])];
  }

  has(userId: string): boolean {
    return this.sessions.has(userId);
  }

  all(): StreamSession[] {
    return [...this.sessions.values()].flatMap((own) => [...own]);
  }
}
