/** Implements F6, N7, N8. What an unsubscribe link does: it turns a channel off for the customer who holds it. */
import { Injectable } from '@nestjs/common';
import { type Channel, DEFAULT_LANGUAGE, type Language } from '#contracts';
import { UnsubscribeTokens } from '#privacy';
import { PreferencesService } from '../preferences/preferences.service.js';

export interface Unsubscribed {
  readonly channel: Channel;
  readonly language: Language;
}

@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly tokens: UnsubscribeTokens,
    private readonly preferences: PreferencesService,
  ) {}

  /**
   * Changes nothing: mail scanners open every link.
   * @returns the language to ask in
   * @throws InvalidTokenError
   */
  async look(token: string): Promise<Language> {
    const { userId } = this.tokens.verify(token);
    const { preferences } = await this.preferences.find(userId);
    return preferences.language ?? DEFAULT_LANGUAGE;
  }

  /**
   * For all types, whichever email the link came from. Doing it again changes nothing.
   * @throws InvalidTokenError
   */
  async unsubscribe(token: string): Promise<Unsubscribed> {
    const { userId, channel } = this.tokens.verify(token);
    const { preferences } = await this.preferences.change(userId, 'unsubscribe_link', (current) =>
      current.preferences.channels[channel]
        ? { ...current.preferences, channels: { ...current.preferences.channels, [channel]: false } }
        : null,
    );
    return { channel, language: preferences.language ?? DEFAULT_LANGUAGE };
  }
}
