import { type InboxPosition, faultsOfConnection, faultsOfPage } from '../../system/stream-faults.js';
import type { Passed, StreamConnection } from '../../system/stream-wire.js';
import type { DeviceRecord } from '../devices.js';
import type { NotificationRow } from '../tables.js';
import { type Evidence, groupBy } from './evidence.js';
import { type Finding, describeRow } from './finding.js';
import { WRITTEN_WITHIN_MS, writtenBy } from './knowledge.js';

/** Every device was shown what its customer's inbox has after the position it started from: in order, each message once. */
export function devicesHaveTheirInbox(evidence: Evidence): Finding[] {
  return perDevice(evidence, (device, inbox) => {
    const gaveUp = device.fault === null ? [] : [`its client gave up: ${device.fault}`];
    return [...gaveUp, ...faultsOfPage(device, inbox)];
  });
}

/** What each connection carried begins where its device stood: the client hides what comes again, the wire does not. */
export function connectionsGoOn(evidence: Evidence): Finding[] {
  return perDevice(evidence, ({ connections }, inbox) =>
    connections.flatMap((connection) => {
      const from = `connection to ${connection.replica} at ${new Date(connection.openedAt).toISOString()}`;
      return faultsOfConnection(connection, inbox).map((fault) => `${from}: ${fault}`);
    }),
  );
}

/** What a device confirmed is delivered, where its replica is known to have heard of it and to have lived to write it down. */
export function confirmedIsDelivered(evidence: Evidence): Finding[] {
  const rows = rowsById(evidence);
  const known = evidence.devices.flatMap(({ name, connections }) =>
    connections.flatMap((connection) =>
      connection.confirmed
        .filter((confirmation) => isKnown(confirmation, connection, evidence))
        .map(({ id }) => ({ name, id, row: rows.get(id) })),
    ),
  );
  return known
    .filter(({ row }) => row?.status !== 'delivered')
    .map(({ name, id, row }) => ({
      subject: row === undefined ? id : describeRow(row).subject,
      detail: `${row?.status ?? 'no row'}, and was confirmed by ${name}`,
    }));
}

/**
 * A confirmation that was handed to a replica may lie unread in its memory when it ends, or when the connection breaks. It is known to have
 * arrived where both went on for long enough to read and write it, the time without a database not counted.
 */
export function isKnown({ at }: Passed, { replica, closedAt }: StreamConnection, evidence: Evidence): boolean {
  const wasRead = closedAt === null || closedAt > at + WRITTEN_WITHIN_MS;
  return wasRead && writtenBy(replica, { since: at, at }, evidence) !== null;
}

/** What a device asked to be marked as read, and was told is, is read; and what is read is delivered. */
export function answeredMarksAreKept(evidence: Evidence): Finding[] {
  const rows = rowsById(evidence);
  return evidence.devices.flatMap(({ name, marks }) =>
    marks
      .filter(({ answeredAt }) => answeredAt !== null)
      .map(({ id }) => ({ id, row: rows.get(id) }))
      .filter(({ row }) => !row?.readAt || row.status !== 'delivered')
      .map(({ id, row }) => ({
        subject: row === undefined ? id : describeRow(row).subject,
        detail: `${row?.status ?? 'no row'}${row?.readAt ? '' : ', unread'}, and ${name} was told that it is read`,
      })),
  );
}

/** What every device was told last is how many messages of its inbox are unread. */
export function devicesKnowWhatIsUnread(evidence: Evidence): Finding[] {
  const byUser = groupBy(evidence.rows, ({ userId }) => userId);
  return evidence.devices.flatMap(({ name, userId, unread }) => {
    const own = byUser.get(userId) ?? [];
    const count = own.filter(({ inboxSeq, readAt }) => inboxSeq !== null && readAt === null).length;
    if (unread === count) return [];
    return [{ subject: name, detail: `was told that ${unread ?? 'nothing'} is unread, and ${count} is` }];
  });
}

const rowsById = ({ rows }: Evidence): Map<string, NotificationRow> => new Map(rows.map((row) => [row.id, row]));

function perDevice(
  { rows, devices }: Evidence,
  faults: (device: DeviceRecord, inbox: readonly InboxPosition[]) => string[],
): Finding[] {
  const inboxes = groupBy(
    rows.flatMap(({ id, userId, inboxSeq }) => (inboxSeq === null ? [] : [{ id, userId, seq: inboxSeq }])),
    ({ userId }) => userId,
  );
  return devices.flatMap((device) => {
    const inbox = (inboxes.get(device.userId) ?? []).sort((a, b) => a.seq - b.seq);
    return faults(device, inbox).map((detail) => ({ subject: device.name, detail }));
  });
}
