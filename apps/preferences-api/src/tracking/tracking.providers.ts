import type { Provider } from '@nestjs/common';
import { type Keyring, OpenTokens } from '#privacy';
import { OpenRecorder } from './open-recorder.js';
import { TrackingMetrics } from './tracking.metrics.js';

/** @param keyring of `TOKEN_KEYRING` */
export function trackingProviders(keyring: Keyring): Provider[] {
  return [OpenRecorder, TrackingMetrics, { provide: OpenTokens, useValue: new OpenTokens(keyring) }];
}
