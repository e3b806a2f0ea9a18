import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InAppFixture, type Replica } from './in-app-worker.fixture.js';

jest.setTimeout(60_000);

describe('what a client of the stream missed', () => {
  let worker: InAppFixture;
  let replica: Replica;
  let url: string;
  let customer: string;
  beforeAll(async () => {
    worker = await InAppFixture.start();
    replica = await worker.startReplica('replica-1');
    ({ url } = replica);
  });
  afterAll(() => worker.stop());
  beforeEach(() => {
    customer = `customer-${randomUUID()}`;
  });

  it('AC-18 is given to a client that reconnects, once and in order', async () => {
    const before = await worker.connect(url, customer);
    await worker.dispatchMany(customer, 2);
    await before.untilReceived(2);
    before.disconnect();
    await worker.fillInbox(customer, 3);

    const after = await worker.connect(url, customer, { lastSeq: 2 });
    await worker.dispatchMany(customer, 2);

    await after.untilReceived(5);
    await after.untilUnread(7);
    expect(after.seqs).toEqual([3, 4, 5, 6, 7]);
  });

  it('is, for a client without a position, what no device has acknowledged', async () => {
    const phone = await worker.connect(url, customer);
    const { id } = await worker.dispatch(customer);
    await phone.untilReceived(1);
    await worker.untilStatus(id, 'delivered');
    phone.disconnect();
    await worker.fillInbox(customer, 2);

    const laptop = await (await worker.connect(url, customer)).caughtUp();

    expect(laptop.seqs).toEqual([2, 3]);
  });

  it('is, for a client that was given nothing, what arrived since, whoever has confirmed it', async () => {
    const phone = await worker.connect(url, customer);
    const first = await worker.dispatch(customer);
    await phone.untilReceived(1);
    await worker.untilStatus(first.id, 'delivered');
    const laptop = await (await worker.connect(url, customer)).caughtUp();
    expect([laptop.seqs, laptop.positions]).toEqual([[], [1]]);
    laptop.disconnect();
    const second = await worker.dispatch(customer);
    await worker.untilStatus(second.id, 'delivered');

    const again = await (await worker.connect(url, customer, { lastSeq: laptop.positions.at(-1) })).caughtUp();

    expect(again.seqs).toEqual([2]);
  });

  it('is, for a client without a position, the newest 200 of it', async () => {
    await worker.fillInbox(customer, 230);

    const device = await (await worker.connect(url, customer)).caughtUp();

    expect(device.seqs).toEqual(range(31, 230));
  });

  it('is given page by page', async () => {
    await worker.fillInbox(customer, 421);

    const device = await (await worker.connect(url, customer, { lastSeq: 1 })).caughtUp();

    expect(device.seqs).toEqual(range(2, 421));
    expect(device.skips).toEqual([]);
  });

  it('is marked and left to the inbox when it is too much, but for the newest', async () => {
    await worker.fillInbox(customer, 1_250);

    const device = await (await worker.connect(url, customer, { lastSeq: 10 })).caughtUp();

    expect(device.skips).toEqual([{ afterSeq: 10, beforeSeq: 1_051 }]);
    expect(device.seqs).toEqual(range(1_051, 1_250));
    await worker.dispatch(customer);
    await device.untilReceived(201);
    expect(device.seqs.at(-1)).toBe(1_251);
  });

  it('does not hold what was archived, nor is anything behind that held up', async () => {
    const [, second, third] = await worker.fillInbox(customer, 3);
    await replica.inbox.archive(customer, second?.id ?? '');
    await replica.inbox.archive(customer, third?.id ?? '');

    const device = await (await worker.connect(url, customer, { lastSeq: 0 })).caughtUp();
    await worker.dispatch(customer);

    await device.untilReceived(2);
    expect(device.seqs).toEqual([1, 4]);
  });

  it('says which of it was read meanwhile', async () => {
    const [first] = await worker.fillInbox(customer, 2);
    const phone = await worker.connect(url, customer);
    await replica.inbox.read(customer, first?.id ?? '');
    await phone.untilChange('read', { id: first?.id });

    const device = await (await worker.connect(url, customer, { lastSeq: 0 })).caughtUp();

    expect(device.seqs).toEqual([1, 2]);
    expect(device.changes).toEqual([['read', { id: first?.id }]]);
    expect(device.counts).toEqual([1]);
  });

  it('is nothing to a client that claims to have more than there is, and then what arrives', async () => {
    await worker.fillInbox(customer, 2);
    const device = await (await worker.connect(url, customer, { lastSeq: 1_000_000 })).caughtUp();
    expect(device.received).toEqual([]);

    await worker.dispatch(customer);

    await device.untilReceived(1);
    expect(device.seqs).toEqual([3]);
  });

  it('is nothing that is not in the inbox yet', async () => {
    const { id } = await worker.dispatch(customer, { waiting: true });
    const device = await (await worker.connect(url, customer, { lastSeq: 0 })).caughtUp();
    expect(device.received).toEqual([]);
    expect(device.counts).toEqual([0]);

    await worker.nudge(customer, [id]);

    await device.untilReceived(1);
  });

  it('AC-18 is given in order while messages arrive', async () => {
    await worker.fillInbox(customer, 400);
    const arriving = Array.from({ length: 10 }, () => worker.dispatchMany(customer, 10));

    const devices = await Promise.all([0, 0, 250].map((lastSeq) => worker.connect(url, customer, { lastSeq })));
    await Promise.all(arriving);

    await devices[0]?.untilReceived(500);
    await devices[1]?.untilReceived(500);
    await devices[2]?.untilReceived(250);
    expect(devices[0]?.seqs).toEqual(range(1, 500));
    expect(devices[1]?.seqs).toEqual(range(1, 500));
    expect(devices[2]?.seqs).toEqual(range(251, 500));
  });

  it('AC-18 is nothing when many transactions put messages into one inbox at the same time, wherever a client is', async () => {
    const other = await worker.startReplica('replica-2');
    const [here, there] = [await worker.connect(url, customer), await worker.connect(other.url, customer)];

    await Promise.all(Array.from({ length: 30 }, () => worker.dispatchMany(customer, 5)));

    await here.untilReceived(150);
    await there.untilReceived(150);
    expect(here.seqs).toEqual(range(1, 150));
    expect(there.seqs).toEqual(range(1, 150));
    await other.stop();
  });

  it('AC-18 is given by another replica when one stops in the midst of it', async () => {
    const other = await worker.startReplica('replica-3');
    const before = await worker.connect(other.url, customer);
    const arrived = Promise.all(Array.from({ length: 40 }, () => worker.arrive(customer, 5)));
    await before.untilReceived(20);

    const stopped = other.stop();
    await before.untilDisconnected();
    const after = await worker.connect(url, customer, { lastSeq: before.seqs.at(-1) });
    await Promise.all([arrived, stopped]);

    await after.untilReceived(200 - before.seqs.length);
    expect([...before.seqs, ...after.seqs]).toEqual(range(1, 200));
  });

  it('AC-18 is given after the replica was cut off from the live topic', async () => {
    const device = await worker.connect(url, customer);
    await worker.dispatch(customer);
    await device.untilReceived(1);
    const [unheard] = await worker.fillInbox(customer, 3);
    expect(device.seqs).toEqual([1]);

    await replica.resynchronise();

    await device.untilReceived(4);
    await device.untilUnread(4);
    expect(device.seqs).toEqual([1, 2, 3, 4]);
    expect(device.received[1]?.id).toBe(unheard?.id);
  });

  it('AC-18 is noticed by the next message that arrives', async () => {
    const device = await worker.connect(url, customer);
    await device.caughtUp();
    await worker.fillInbox(customer, 3);

    await worker.dispatch(customer);

    await device.untilReceived(4);
    expect(device.seqs).toEqual([1, 2, 3, 4]);
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
