import type { Patch } from './build.js';
import { LONG_TIMES, SHORT_TIMES } from './profile.js';

/** A mechanism that is switched off in a copy of the build, by replacing a statement. */
export interface Mutation {
  /** What no longer happens. */
  readonly effect: string;
  readonly patches: readonly Patch[];
}

/** The same product with shorter times, so that leases run out within a run of a minute. */
export const SHORTENED: readonly Patch[] = [
  {
    file: 'libs/delivery/src/claimer.js',
    statement: `const LEASE_MS = ${grouped(LONG_TIMES.lease)};`,
    replacement: `const LEASE_MS = ${SHORT_TIMES.lease};`,
  },
  {
    file: 'libs/delivery/src/provider-http.js',
    statement: `const ANSWER_TIMEOUT_MS = ${grouped(LONG_TIMES.answerTimeout)};`,
    replacement: `const ANSWER_TIMEOUT_MS = ${SHORT_TIMES.answerTimeout};`,
  },
];

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  inbox: {
    effect: 'an event that was seen before is dispatched again',
    patches: [
      {
        file: 'libs/dispatch/src/dispatch.writer.js',
        statement: 'const fresh = incoming.filter(({ orderEventId }) => inserted.has(orderEventId));',
        replacement: 'const fresh = incoming;',
      },
    ],
  },
  fence: {
    effect: 'a failure counts, whatever became of its claim',
    patches: [
      {
        file: 'libs/database/src/repositories/settlement.repository.js',
        statement: 'return row?.claimNo === settlement.claimNo ||',
        replacement:
          "return (row !== undefined && settlement.outcome.status !== 'sent') || row?.claimNo === settlement.claimNo ||",
      },
    ],
  },
  'fence-while-claimed': {
    effect: 'a failure counts whatever became of its claim, while another claim of its row is under way',
    patches: [
      {
        file: 'libs/database/src/repositories/settlement.repository.js',
        statement: 'return row?.claimNo === settlement.claimNo ||',
        replacement:
          "return (row !== undefined && row.claimNo !== null && settlement.outcome.status !== 'sent') || row?.claimNo === settlement.claimNo ||",
      },
    ],
  },
  decision: {
    effect: 'what was decided at dispatch is not decided again before sending',
    patches: [
      {
        file: 'libs/delivery/src/assignment.handler.js',
        statement: 'const decision = decideIn(situation,',
        replacement: "const decision = (() => ({ kind: 'send' }))(situation,",
      },
    ],
  },
  evidence: {
    effect: 'a call of unknown outcome is repeated without waiting for evidence',
    patches: [
      {
        file: 'libs/notifications/src/retry-schedule.js',
        statement: 'dueAt: endOfEvidenceWait(finished, schedule, now, random)',
        replacement: 'dueAt: now',
      },
    ],
  },
  'look-up': {
    effect: 'whoever asks Twilio for a text finds none',
    patches: [
      {
        file: 'apps/sms-worker/src/sms.sender.js',
        statement: 'findings: findingsAmong(listed, bodies, question)',
        replacement: 'findings: []',
      },
    ],
  },
  'server-error': {
    effect:
      'a text that Twilio answered with an error of its own is sent again, and nobody asks whether Twilio took it',
    patches: [
      {
        file: 'apps/sms-worker/src/twilio-results.js',
        statement: "return 'unconfirmed';",
        replacement: "return 'retryable';",
      },
    ],
  },
  figures: {
    effect: 'what providers report moves notifications, and no figure',
    patches: [
      {
        file: 'libs/database/src/repositories/evidence.repository.js',
        statement: 'cases.flatMap((one) => figuresOfCase(one, policy.now))',
        replacement: '[]',
      },
    ],
  },
  'stream-start': {
    effect: 'a device that comes back is taken to have what came while it was away',
    patches: [
      {
        file: 'apps/in-app-worker/src/stream/stream-session.js',
        statement: 'this.reached = Math.min(lastSeq, top);',
        replacement: 'this.reached = top;',
      },
    ],
  },
  'stream-again': {
    effect: 'a device that comes back is given the last message that it has once more',
    patches: [
      {
        file: 'apps/in-app-worker/src/stream/stream-session.js',
        statement: 'this.reached = Math.min(lastSeq, top);',
        replacement: 'this.reached = Math.max(0, Math.min(lastSeq, top) - 1);',
      },
    ],
  },
  lease: {
    effect: 'a row is claimed although its claim has not run out',
    patches: [
      {
        file: 'libs/database/src/repositories/delivery-queue.repository.js',
        statement: "AND (q.state <> 'sending' OR q.lease_expires_at <= $3)",
        replacement: '',
      },
    ],
  },
  'lease-end': {
    effect: 'a claim never runs out',
    patches: [
      {
        file: 'libs/database/src/repositories/delivery-queue.repository.js',
        statement: "AND (q.state <> 'sending' OR q.lease_expires_at <= $3)",
        replacement: "AND q.state <> 'sending'",
      },
    ],
  },
};

/** As the compiler keeps it. */
function grouped(value: number): string {
  return value.toLocaleString('en-US').replaceAll(',', '_');
}
