import { z } from 'zod';
import { baseUrl } from './settings.js';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export type SamplerName = (typeof SAMPLERS)[number];

/** Under OpenTelemetry's own names. null: there is nobody to send traces to. */
export const tracingSettings = z
  .object({
    OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl().optional().meta({
      description: 'base address of a collector that takes OTLP over HTTP',
      byDefault: 'traces are off',
    }),
    OTEL_SERVICE_NAME: z.string().max(255).optional().meta({
      description: 'what traces call the app',
      syntax: 'text of up to 255 characters',
      byDefault: "the app's name",
    }),
    OTEL_TRACES_SAMPLER: z
      .enum(SAMPLERS)
      .default('parentbased_always_on')
      .meta({ description: 'which traces are kept' }),
    OTEL_TRACES_SAMPLER_ARG: z.coerce
      .number('must be a number')
      .min(0)
      .max(1)
      .default(1)
      .meta({ description: 'share that samplers by ratio keep', syntax: 'number, 0 to 1' }),
  })
  .transform((env) =>
    env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
      ? null
      : {
          endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
          serviceName: env.OTEL_SERVICE_NAME,
          sampler: env.OTEL_TRACES_SAMPLER,
          ratio: env.OTEL_TRACES_SAMPLER_ARG,
        },
  );

export type TracingSettings = NonNullable<z.output<typeof tracingSettings>>;
