import { Inject, Injectable } from '@nestjs/common';
import type { Channel } from '#contracts';
import { Gauge, Registry } from 'prom-client';

/** What can hold a channel back. */
export type HoldCause = 'operator' | 'provider_failing' | 'provider_refuses' | 'rate_limited';

/** Figures for alerts: whether a channel sends, and whether its provider says our account works. */
@Injectable()
export class ChannelGateMetrics {
  private readonly held: Gauge<'channel' | 'cause'>;
  private readonly provider: Gauge<'channel'>;

  constructor(@Inject(Registry) registry: Registry) {
    const registers = [registry];
    this.held = new Gauge({
      name: 'notification_channel_held',
      help: '1 while nothing is sent on the channel for this cause',
      labelNames: ['channel', 'cause'],
      registers,
    });
    this.provider = new Gauge({
      name: 'notification_provider_healthy',
      help: '1 when the provider last said that our account works, else 0',
      labelNames: ['channel'],
      registers,
    });
  }

  show(channel: Channel, causes: Readonly<Record<HoldCause, boolean>>): void {
    for (const [cause, holds] of Object.entries(causes)) this.held.set({ channel, cause }, Number(holds));
  }

  showProvider(channel: Channel, healthy: boolean): void {
    this.provider.set({ channel }, Number(healthy));
  }
}
