/**
 * Implements F5, N6. Traces, as far as everybody knows of them. Contexts are passed on by hand: an AsyncLocalStorage makes every promise of the
 * process dearer.
 */

/** Ids, names from closed lists and numbers: nothing personal. Names are those of OpenTelemetry's semantic conventions where it has one. */
export type SpanAttributes = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** `consumer`: takes up what was left on a topic or in a queue. `client`: waits for the answer of another service. */
export type SpanKind = 'consumer' | 'client';

/** A piece of work under way. One that is never ended is never told of: a transaction that runs again begins another. */
export interface TraceSpan {
  /** Its place in the trace, as W3C Trace Context writes it, for whoever goes on from here. */
  readonly traceparent: string;
  /** Fields of log lines about the same thing. */
  readonly logFields: { readonly trace_id: string; readonly span_id: string };
  startChild(name: string, kind: SpanKind, attributes: SpanAttributes): TraceSpan;
  /** @param errorType what went wrong, from a closed list; absent: nothing did */
  end(attributes?: SpanAttributes, errorType?: string): void;
}

export interface SpanStart {
  readonly kind: SpanKind;
  /** W3C Trace Context, valid. Absent: a new trace begins. */
  readonly parent: string | undefined;
  readonly attributes: SpanAttributes;
}

export abstract class Tracing {
  abstract readonly isOn: boolean;

  /** @returns undefined while traces are off */
  abstract start(name: string, start: SpanStart): TraceSpan | undefined;

  /** As `start`, for work that is of interest as a part of a trace only. @returns undefined also where there is none to go on with */
  resume(name: string, start: Omit<SpanStart, 'parent'> & { readonly parent: string | null }): TraceSpan | undefined {
    const { parent } = start;
    return parent === null ? undefined : this.start(name, { ...start, parent });
  }
}

/** Traces are off. */
export class NoTracing extends Tracing {
  override readonly isOn = false;

  override start(): undefined {
    return undefined;
  }
}
