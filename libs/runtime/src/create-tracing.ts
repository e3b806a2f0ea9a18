import type { Logger } from './logger.js';
import { NoTracing, type Tracing } from './tracing.js';
import type { TracingSettings } from './tracing.settings.js';

/**
 * While traces are off nothing of OpenTelemetry is even loaded.
 * @param app name of the service unless the settings have another
 */
export async function createTracing(settings: TracingSettings | null, app: string, logger: Logger): Promise<Tracing> {
  if (settings === null) return new NoTracing();
  const { OtlpTracing } = await import('./otlp-tracing.js');
  return new OtlpTracing(settings, app, logger);
}
