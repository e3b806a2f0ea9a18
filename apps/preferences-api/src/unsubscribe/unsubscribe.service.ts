/** Implements F6, N7, N8. What an unsubscribe link does: it turns off what the customer who holds it no longer wants. */
import { Injectable } from '@nestjs/common';
import { Database, type StoredPreferences, loadCustomers } from '#database';
import { type UnsubscribeClaims, UnsubscribeTokens } from '#privacy';
import { PreferencesService } from '../preferences/preferences.service.js';
import { ProblemError } from '../problems/problem.error.js';
import { type Scope, scopesOf, switched } from './unsubscribe-scope.js';

/** How things stand for the customer of a link. */
export interface Subscription {
  readonly link: UnsubscribeClaims;
  readonly stored: StoredPreferences;
  /** As the directory has it. */
  readonly directoryLanguage: string | null;
}

@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly tokens: UnsubscribeTokens,
    private readonly preferences: PreferencesService,
    private readonly database: Database,
  ) {}

  /**
   * Changes nothing: mail scanners open every link.
   * @throws InvalidTokenError
   */
  async look(token: string): Promise<Subscription> {
    const link = this.tokens.verify(token);
    return this.subscription(link, await this.preferences.find(link.userId));
  }

  /**
   * Doing it again changes nothing.
   * @param scope what the link does not name is taken for its whole channel
   * @throws InvalidTokenError
   */
  async unsubscribe(token: string, scope: Scope): Promise<Subscription & { readonly scope: Scope }> {
    const link = this.tokens.verify(token);
    const named = scopesOf(link).includes(scope) ? scope : 'all';
    const stored = await this.preferences.change(link.userId, 'unsubscribe_link', ({ preferences }) =>
      unlessSame(preferences, switched(preferences, link, named, false)),
    );
    return { ...(await this.subscription(link, stored)), scope: named };
  }

  /**
   * Takes the last change back.
   * @param version of the preferences after it
   * @throws InvalidTokenError
   * @throws ProblemError version_mismatch, when they have changed since
   */
  async undo(token: string, scope: Scope, version: number | undefined): Promise<Subscription> {
    const link = this.tokens.verify(token);
    const stored = await this.preferences.change(link.userId, 'unsubscribe_link', (current) => {
      if (current.version !== version) throw new ProblemError('version_mismatch');
      return unlessSame(current.preferences, switched(current.preferences, link, scope, true));
    });
    return this.subscription(link, stored);
  }

  private async subscription(link: UnsubscribeClaims, stored: StoredPreferences): Promise<Subscription> {
    const customers = await loadCustomers(this.database, [link.userId]);
    return { link, stored, directoryLanguage: customers.get(link.userId)?.directory?.language ?? null };
  }
}

const unlessSame = <T>(before: T, after: T): T | null => (after === before ? null : after);
