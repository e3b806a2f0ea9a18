/** Implements F7, N9. What `restore:reconcile` says. Ids and counts only. */
import type { RestoreReport, RestoreRequest, RestoreSummary } from './restoration.js';

/** Of order and customer events, as `topics:create` sets it. */
const EVENTS_KEPT_MS = 7 * 86_400_000;

/** @returns lines */
export function restoreWords(report: RestoreReport, request: RestoreRequest, now: Date): string[] {
  switch (report.step) {
    case 'apps_running': {
      const running = [
        ...report.groups.map((group) => `the consumer group ${group} has members`),
        ...report.connected.map((app) => `${app} is connected to the database`),
      ];
      return [`Stop all apps first: ${running.join('; ')}.`];
    }
    case 'rewound':
      return rewoundWords(report.messages, request, now);
    case 'unread':
      return [
        `The dispatcher has ${report.messages} messages still to read. Start the dispatcher alone, let it read, stop it, and run this again.`,
      ];
    case 'settled':
      return settledWords(report.summary, request);
    case 'done':
      return [`Nothing to do: this restore was settled at ${report.at.toISOString()}.`];
  }
}

function rewoundWords(
  messages: Readonly<Record<string, number>>,
  { to, marginMs, apply }: RestoreRequest,
  now: Date,
): string[] {
  const since = new Date(to.getTime() - marginMs);
  const topics = Object.entries(messages).map(([topic, count]) => `  ${topic}: ${count}`);
  const isLate = since.getTime() < now.getTime() - EVENTS_KEPT_MS;
  return [
    `${apply ? 'Set back' : 'Would set back'} the dispatcher to ${since.toISOString()}. Messages to be read again:`,
    ...(topics.length === 0 ? ['  none'] : topics),
    ...(isLate ? ['Topics are kept for 7 days: what is older than that cannot be read again.'] : []),
    apply
      ? 'Sending is paused. Next: start the dispatcher alone, let it read, stop it, and run this again.'
      : 'Nothing was changed: say --apply to do it.',
  ];
}

function settledWords(summary: RestoreSummary, { apply }: RestoreRequest): string[] {
  const { told, idsGivenBack, ended, known, erased, unknown, missing, choicesLost, misread } = summary;
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${count} ${name}`)
      .join(', ') || 'none';
  return [
    `${told} notifications were told of since then.`,
    `  known to the database: ${known}; of erased customers: ${erased}`,
    `  ended as was told: ${counts(ended)}`,
    `Made again, and given the id they had: ${idsGivenBack}.`,
    `May have been under way, outcome unknown: ${counts(unknown)}${apply ? '' : ', or fewer'}. Twilio is asked about texts; an email is sent again unless word of it comes first.`,
    ...listed(
      'Not to be found, by id: asked for over the API, by events that are no longer on their topic, or made by release 1.0, whose ids cannot be matched: made again, those of 1.0 would be sent again',
      missing,
    ),
    ...listed(
      'Customers whose choice was made since and is lost: their restored preferences would write to them',
      choicesLost,
    ),
    ...(misread === 0 ? [] : [`${misread} messages on our topics could not be read.`]),
    apply
      ? `Done. Sending is paused: start all apps, see to what is listed, then resume.${missing.length === 0 ? '' : ' Resume only once it is known why some could not be found.'}`
      : 'Nothing was changed: say --apply to do it.',
  ];
}

function listed(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${what} (${ids.length}): ${ids.join(', ')}`];
}
