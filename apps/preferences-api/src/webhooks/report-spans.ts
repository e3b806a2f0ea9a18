/** Implements F5, F7, N6. What providers report, each report in the trace of the order event that its notification came of. */
import { type ReportResult, type Sql, findTraceparents } from '#database';
import { notificationAttributes } from '#delivery';
import { EVIDENCE } from '#notifications';
import type { TraceSpan, Tracing } from '#runtime';
import type { Provider } from './webhook-report.js';

/** Those of notifications that are traced. */
export type ReportSpans = ReadonlyMap<ReportResult, TraceSpan>;

const NONE: ReportSpans = new Map();

export async function startReportSpans(
  tracing: Tracing,
  sql: Sql,
  provider: Provider,
  results: readonly ReportResult[],
): Promise<ReportSpans> {
  if (!tracing.isOn || results.length === 0) return NONE;
  const ids = new Set(results.map(({ report }) => report.notificationId));
  const traceparents = await findTraceparents(sql, [...ids]);
  const spans = new Map<ReportResult, TraceSpan>();
  for (const result of results) {
    const parent = traceparents.get(result.report.notificationId) ?? null;
    const span = tracing.resume(`report ${provider}`, { kind: 'consumer', parent, attributes: attributesOf(result) });
    if (span !== undefined) spans.set(result, span);
  }
  return spans;
}

function attributesOf({ report, notification, move }: ReportResult) {
  return {
    ...(notification !== null && notificationAttributes(notification)),
    'notification.attempt': report.evidence.attempt,
    'notification.evidence': report.evidence.kind,
    'notification.status': move?.status,
    'notification.reason': move?.reason ?? undefined,
  };
}

/** Once the transaction has committed. */
export function endReportSpans(spans: ReportSpans): void {
  for (const [{ report }, span] of spans) {
    const { kind } = report.evidence;
    const isFailure = EVIDENCE[kind].outcome !== 'accepted';
    span.end({}, isFailure ? (report.code ?? kind) : undefined);
  }
}
