import type { Provider } from '@nestjs/common';
import type { TrackingSettings } from '#delivery';
import { type Keyring, OpenTokens } from '#privacy';
import { OpenRecorder, TRACKING } from './open-recorder.js';
import { TrackingMetrics } from './tracking.metrics.js';

/** @param keyring of `TOKEN_KEYRING` */
export function trackingProviders(keyring: Keyring, tracking: TrackingSettings): Provider[] {
  return [
    OpenRecorder,
    TrackingMetrics,
    { provide: OpenTokens, useValue: new OpenTokens(keyring) },
    { provide: TRACKING, useValue: tracking },
  ];
}
